# Даты и сроки. Месяцы стоят в родительном падеже: «30 ноября».

date-day = { $day } { $month } { $year }{ "\u00A0" }г.
date-moment = { $date } в { $time } UTC
date-time = { $hour }:{ $minute }
date-month-1 = января
date-month-2 = февраля
date-month-3 = марта
date-month-4 = апреля
date-month-5 = мая
date-month-6 = июня
date-month-7 = июля
date-month-8 = августа
date-month-9 = сентября
date-month-10 = октября
date-month-11 = ноября
date-month-12 = декабря

# Сроки стоят в винительном падеже, после слова «действует».
date-span-minutes = { $n ->
    [one] { $n } минуту
    [few] { $n } минуты
   *[many] { $n } минут
}
date-span-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[many] { $n } часов
}
date-span-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}
