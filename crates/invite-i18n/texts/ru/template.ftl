# Wording of mails, and its preview.

template-heading = Тексты писем
