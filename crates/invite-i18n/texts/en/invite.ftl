# Inviting one person or several.

invite-heading = Invite someone
invite-back-to-people = People
invite-see-person = See where this person stands
invite-who-heading = Who
invite-type-note = Until they accept, the person shows as “Invitation Internal (No login)”.
invite-grant-heading = What they get
invite-message-heading = The message
invite-contact-hint = An address or a phone number is needed.
invite-phone-hint = With + and the country code, for example +62 812 3456 7890.
invite-login-hint = A name to sign in with. The person sees it filled in and cannot change it.
invite-language-hint = The language of the message and of the pages that it leads to.
invite-field-channel = Send by
invite-channel-auto = E-mail, or SMS where there is no address
invite-channel-email = E-mail
invite-channel-sms = SMS
invite-field-validity = Valid for
invite-validity-hint = From 1 hour to 365 days. Left empty: { $span }, as the account says.
invite-field-validity-unit = Days or hours
invite-unit-days = Days
invite-unit-hours = Hours
invite-save-button = Save
invite-save-and-send-button = Save and send
invite-saved = The person is on the list. Nothing was sent yet.
invite-sent = The person is on the list, and the invitation is on its way.
invite-error-country-code = The number needs + and its country code, for example +62 812 3456 7890.
invite-error-phone = This is not a phone number. It has 8 to 15 digits and begins with + and its country code.
invite-error-login = A login holds the letters a to z, digits and . _ + - only.
invite-error-login-taken = Someone else has this login. Choose another one.
invite-error-validity = Enter a whole number, from 1 hour to 365 days.
invite-error-contact = Enter an e-mail address or a phone number.
invite-error-no-email = Sending by e-mail needs an e-mail address.
invite-error-no-phone = Sending by SMS needs a phone number.
invite-error-no-sms = This account sends by e-mail only. Enter an e-mail address.
invite-error-no-gateway = No SMS can leave: whoever runs this service has set up no gateway.
invite-error-already-invited = This person is invited already. You have not invited them twice.

# Before it is sent
invite-confirm-heading = Send this invitation?
invite-confirm-mail = { $name } gets a mail at { $to }
invite-confirm-sms = { $name } gets an SMS at { $to }
invite-only-save-button = Save without sending
invite-edit-button = Back to the form
invite-preview-heading = The message
invite-preview-hint = This is the very message that leaves. Its link and any temporary password are made when it is sent; those shown here open nothing.
invite-preview-subject = Subject
invite-preview-button = Show the mail as it will look

# Several people
invite-several-heading = Invite several people
invite-steps = Steps
invite-step-list = Addresses
invite-step-give = Access and numbers
invite-step-summary = Summary
invite-list-label = Addresses
invite-list-hint = Type or paste them in any usual form: apart by commas, semicolons or lines, with or without names, such as Siti Nurhaliza (siti@example.org).
invite-list-hint-phones = Type or paste addresses and phone numbers in any usual form: apart by commas, semicolons or lines, with or without names. Numbers begin with + and the country code.
invite-list-empty = Enter at least one address.
invite-list-line = Line { $line }:
invite-list-no-contact = there is no address here. Write it like name@example.org.
invite-list-invited = This person is invited already.
invite-list-repeated = stands on line { $line } already.
invite-list-skip = Leave these out and go on with the others
invite-give-each = For each person
invite-give-all = For all of them
invite-next-button = Next
invite-back-button = Back
invite-done-button = To the people
invite-list-too-many = At most { $n } people go in one pass. Invite the rest afterwards.
invite-summary-lead = { $n ->
    [one] { $n } person is invited, and gets a message at once.
   *[other] { $n } people are invited, and get a message at once.
}
invite-summary-button = { $n ->
    [one] Invite { $n } person
   *[other] Invite { $n } people
}
invite-done-left = { $n ->
    [one] { $n } person was not invited
   *[other] { $n } people were not invited
}
