# Tanggal dan jangka waktu.

date-day = { $day } { $month } { $year }
date-moment = { $date } pukul { $time } UTC
date-time = { $hour }.{ $minute }
date-month-1 = Januari
date-month-2 = Februari
date-month-3 = Maret
date-month-4 = April
date-month-5 = Mei
date-month-6 = Juni
date-month-7 = Juli
date-month-8 = Agustus
date-month-9 = September
date-month-10 = Oktober
date-month-11 = November
date-month-12 = Desember

# Jangka waktu berdiri di belakang "berlaku selama"; kata bendanya tidak berubah.
date-span-minutes = { $n } menit
date-span-hours = { $n } jam
date-span-days = { $n } hari
