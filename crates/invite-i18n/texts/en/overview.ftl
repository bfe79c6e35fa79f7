# The overview of an account.

overview-heading = Overview
overview-now = Where people stand now
overview-funnel = The last 30 days
overview-funnel-hint = How far those came who were put on the roster in this time. Days begin at midnight UTC.
overview-step-added = On the roster
overview-step-sent = Sent
overview-step-accepted = Accepted
overview-share = { $percent }%
overview-median-heading = Time to accept
overview-median = Half of those who accepted did so within { $span } of the message leaving.
overview-median-minute = Half of those who accepted did so within a minute of the message leaving.
overview-median-none = Nobody has accepted in this time.
overview-days = Day by day
overview-days-sums = In 30 days: { $sent } sent, { $accepted } accepted.
overview-day = Day
overview-table = The numbers as a table
overview-attention = What needs attention
overview-attention-none = Nothing at the moment.
overview-errors = { $n ->
    [one] { $n } message could not be delivered
   *[other] { $n } messages could not be delivered
}
overview-expiring = { $n ->
    [one] { $n } invitation expires within two days
   *[other] { $n } invitations expire within two days
}
overview-waiting = { $n ->
    [one] { $n } message has been waiting for more than an hour
   *[other] { $n } messages have been waiting for more than an hour
}
overview-approvals = { $n ->
    [one] { $n } person accepted and waits for approval
   *[other] { $n } people accepted and wait for approval
}
overview-show-errors = Everyone with an error
overview-show-invited = Everyone who is invited
overview-show-waiting = Everyone whose message is waiting
overview-show-approvals = Everyone who waits for approval
overview-empty = Nobody is on the roster yet
overview-empty-advice = Invite the first person. From then on this page tells how it goes.
overview-empty-link = Invite people
