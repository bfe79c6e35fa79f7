# One's own profile and sessions.

profile-heading = Your profile
profile-back = Back to your profile
profile-sessions-link = Where you are signed in
profile-sessions-heading = Where you are signed in
profile-sessions-text = If you do not know one of these, end it and change your password.
profile-session-this = This browser
profile-session-began = Signed in { $date }
profile-session-seen = Last used { $date }
profile-device-unknown = Unknown device
profile-end-button = End
profile-end-label = End the session of { $device }, signed in { $date }
profile-notice-ended = The session was ended.
profile-notice-gone = There is no such session, or it was over already.
profile-everywhere-link = Sign out everywhere
profile-everywhere-heading = Sign out everywhere?
profile-everywhere-text = { $n ->
    [one] This ends { $n } session: the one in this browser.
   *[other] This ends { $n } sessions, the one in this browser too.
}
profile-everywhere-button = Sign out everywhere
profile-edit-link = Change your name or language
profile-edit-heading = Change your name or language
profile-name-hint = In each of your accounts, people see this name.
profile-language-hint = Pages and mails to you are in it.
profile-language-unset = As your browser prefers
profile-notice-changed = Your profile was changed.
