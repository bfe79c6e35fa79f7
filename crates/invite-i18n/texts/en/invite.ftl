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
