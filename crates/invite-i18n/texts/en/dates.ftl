# Dates and spans of time.

date-day = { $day } { $month } { $year }
date-moment = { $date }, { $time } UTC
date-time = { $hour }:{ $minute }
date-month-1 = January
date-month-2 = February
date-month-3 = March
date-month-4 = April
date-month-5 = May
date-month-6 = June
date-month-7 = July
date-month-8 = August
date-month-9 = September
date-month-10 = October
date-month-11 = November
date-month-12 = December

# Spans stand behind "works for".
date-span-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
date-span-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
date-span-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
