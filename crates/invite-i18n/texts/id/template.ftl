# Wording of mails, and its preview.

template-heading = Teks surel
