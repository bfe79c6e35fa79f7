# Страницы. Каждый язык назван сам по себе, чтобы его читатели нашли его.

page-product = Invite
page-language = Язык
page-language-en = English
page-language-id = Bahasa Indonesia
page-language-ru = Русский
