# Wording of mails, and its preview.

template-heading = Mail texts
