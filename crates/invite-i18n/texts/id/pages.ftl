# Halaman-halaman. Setiap bahasa disebut dengan namanya sendiri, agar pembacanya menemukannya.

page-product = Invite
page-language = Bahasa
page-language-en = English
page-language-id = Bahasa Indonesia
page-language-ru = Русский
