# The pages. A language is named in itself, so that its readers find it.

page-product = Invite
page-language = Language
page-language-en = English
page-language-id = Bahasa Indonesia
page-language-ru = Русский
