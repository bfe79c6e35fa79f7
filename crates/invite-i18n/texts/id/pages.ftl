# Halaman-halaman. Setiap bahasa disebut dengan namanya sendiri, agar pembacanya menemukannya.
# Teks biasa: tanpa markah, tanpa tanda seru; pembaca disapa "Anda". $inviter, $account, $name adalah nama dan dapat berakhir titik, jadi tidak diikuti titik.

# Di sekitar setiap halaman
page-product = Invite
page-language = Bahasa
page-language-en = English
page-language-id = Bahasa Indonesia
page-language-ru = Русский
page-skip = Langsung ke isi
page-title-error = Kesalahan:
page-problems-heading = Periksa kembali isian Anda
page-and-more = dan { $n } lainnya
page-optional = (opsional)
page-cancel = Batal
page-to-start = Ke halaman awal

# Undangan
page-invitation-heading = Bergabung dengan { $account }
page-invitation-lead = { $inviter } mengundang Anda ke { $account }
page-invitation-validity = Undangan ini berlaku hingga { $date }.
page-accept-explanation = Buat kata sandi untuk menerima undangan.
page-accept-button = Terima undangan
page-temporary-explanation = Anda masuk dengan kata sandi sementara. Buat kata sandi baru yang hanya Anda ketahui.
page-sign-in-explanation = Anda sudah memiliki akun dengan alamat ini. Masukkan kata sandinya untuk bergabung.
page-sign-in-and-join-button = Masuk dan bergabung
page-join-button = Bergabung
page-switch-explanation = Anda masuk sebagai { $own }, tetapi undangan ini untuk { $invited }. Keluar dahulu untuk melanjutkan; undangannya tetap terbuka di sini.
page-switch-button = Keluar dan lanjutkan
page-decline-link = Tolak undangan
page-decline-heading = Tolak undangan ini?
page-decline-button = Tolak
page-decline-back = Kembali ke undangan
page-in-heading = Anda sudah bergabung
page-in-text = Selamat datang. Anda kini menjadi anggota { $account }
page-in-continue-button = Lanjutkan

# Tautan yang tidak membuka apa pun
page-expired-heading = Undangan ini sudah kedaluwarsa
page-expired-text = { $inviter } mengundang Anda ke { $account } – tautannya berlaku hingga { $date }.
page-expired-advice = Minta { $inviter } mengirimkan undangan baru kepada Anda.
page-superseded-heading = Ada undangan yang lebih baru
page-superseded-text = { $inviter } telah mengirimkan pesan yang lebih baru untuk { $account } – tautan ini digantikan oleh tautan di dalamnya.
page-superseded-advice = Buka tautan dalam pesan terbaru. Jika tidak ditemukan, periksa folder spam atau minta { $inviter } mengirimkannya lagi.
page-renew-button = Kirimi saya tautan baru
page-renew-possible = Kami dapat mengirimkan tautan baru ke { $place }
page-renew-possible-newer = Pesan yang lebih baru dikirim ke { $place } pada { $date }. Jika tidak ditemukan, kami dapat mengirimkannya lagi ke sana.
page-renew-possible-somewhere = Kami dapat mengirimkan tautan baru ke alamat undangan ini.
page-renew-sent = Kami mengirimkan tautan baru ke { $place } pada { $date }. Silakan periksa di sana, termasuk folder spam. Jika tidak sampai, Anda dapat memintanya lagi mulai { $again }.
page-renew-enough = Beberapa tautan baru sudah dikirim ke { $place } hari ini. Silakan cari yang terbaru di sana, termasuk di folder spam. Anda dapat memintanya lagi mulai { $again }, atau hubungi { $inviter }
page-renew-suspended = Akun ini sedang ditangguhkan, jadi belum ada yang dapat masuk. Orang yang dapat ditanyai: { $inviter }
page-not-renewed-heading = Kami tidak dapat mengirimkan tautan baru
page-not-renewed-not-entitled = { $inviter } tidak lagi dapat mengundang orang ke { $account } – tidak ada yang dikirim.
page-not-renewed-not-sendable = Undangan dari { $inviter } ke { $account } tidak dapat dikirim dalam keadaannya sekarang – tidak ada yang dikirim.
page-not-renewed-advice = Minta orang tersebut atau administrator lain akun ini untuk memeriksa undangannya dan mengirimkannya lagi.
page-revoked-heading = Undangan ini telah ditarik
page-revoked-text = { $inviter } mengundang Anda ke { $account } – setelah itu undangannya ditarik.
page-revoked-advice = Jika Anda merasa ini keliru, tanyakan kepada { $inviter } langsung.
page-declined-heading = Anda menolak undangan ini
page-declined-text = { $inviter } mengundang Anda ke { $account } – tidak akan ada kelanjutannya.
page-declined-advice = Berubah pikiran? Minta { $inviter } mengirimkan undangan baru.
page-ended-heading = Anda bukan anggota lagi
page-ended-text = Anda pernah menerima undangan ke { $account } – setelah itu keanggotaan Anda diakhiri.
page-ended-advice = Jika Anda diundang lagi, gunakan tautan di pesan terbaru. Jika tidak, mintalah undangan baru kepada administrator.
page-switched-off-heading = Akses Anda dinonaktifkan
page-switched-off-text = Anda anggota { $account } – administrator sedang menonaktifkan akses Anda.
page-switched-off-advice = Minta administrator untuk mengaktifkannya kembali.
page-approval-follows = Setelah Anda menerima, administrator { $account } harus menyetujui sebelum Anda dapat masuk.
page-approval-heading = Menunggu persetujuan
page-approval-text = Anda telah menerima undangan ke { $account } – administrator akun itu harus menyetujui sebelum Anda dapat masuk.
page-approval-advice = Tidak ada lagi yang perlu Anda lakukan, dan tidak akan ada pesan pemberitahuan: cobalah masuk nanti, atau tanyakan kepada { $inviter } yang mengundang Anda.
page-unknown-heading = Kami tidak mengenali tautan ini
page-unknown-text = Tautannya mungkin terpotong di surel atau hanya tersalin sebagian, atau halaman ini sudah terbuka lebih dari satu jam.
page-unknown-advice = Buka sekali lagi tautan di surel secara utuh. Jika tidak berhasil, minta undangan baru dari orang yang mengundang Anda.

# Isian
page-field-name = Nama
page-field-your-name = Nama Anda
page-field-login = Nama masuk
page-field-email = Alamat surel
page-field-phone = Nomor telepon
page-field-password = Kata sandi
page-field-password-again = Kata sandi yang sama sekali lagi
page-field-current-password = Kata sandi saat ini
page-field-new-password = Kata sandi baru
page-field-confirm-new-password = Konfirmasi kata sandi baru
page-field-identifier = Alamat surel atau nama masuk
page-field-account = Nama akun
page-field-language = Bahasa
page-field-access = Akses
page-field-message = Pesan pribadi
page-field-reason = Mengapa?
page-field-roles = Peran
page-field-groups = Grup
page-password-show = Tampilkan kata sandi
page-password-length = { $n } dari { $m } karakter
page-password-hint = Minimal { $n } karakter. Beberapa kata berurutan mudah diingat.
page-reason-hint = Hanya dibaca oleh pengelola akun.
page-account-hint = Perusahaan atau tim tempat orang diundang. Nama ini terbaca di surel mereka.

# Yang salah dengan isian
page-error-required = Ini wajib diisi.
page-error-too-long = Ini terlalu panjang. Mohon dipersingkat.
page-error-forbidden-character = Ini berisi karakter yang tidak dapat dipakai di sini, seperti ganti baris atau tanda tak terlihat.
page-error-email-required = Masukkan alamat surel.
page-error-email-invalid = Ini bukan alamat surel. Bentuknya seperti nama@example.org.
page-look-alike = Periksa alamat ini sekali lagi: ada huruf di domainnya yang mirip huruf lain. Nama domain yang sebenarnya adalah { $domain }.
page-error-identifier-required = Masukkan alamat surel atau nama masuk Anda.
page-error-password-required = Masukkan kata sandi.
page-error-password-too-short = Kata sandi memerlukan minimal { $n } karakter.
page-error-password-too-long = Kata sandi terlalu panjang.
page-error-password-too-simple = Kata sandi hanya satu karakter yang diulang. Pilih yang tidak mudah ditebak.
page-error-password-blocklisted = Kata sandi ini termasuk yang paling sering dipakai dan dicoba lebih dulu. Pilih yang tidak terpikir oleh orang lain.
page-error-password-contains-context = Kata sandi memuat nama atau alamat Anda, atau terlalu mirip dengannya atau dengan akun. Pilih yang tidak mudah ditebak.
page-error-password-is-temporary = Itu kata sandi sementara. Buat kata sandi Anda sendiri.
page-error-passwords-differ = Kedua kata sandi berbeda. Masukkan yang sama dua kali.
page-error-wrong-password = Kata sandi salah.
page-error-wrong-credentials = Alamat atau kata sandinya salah.
page-error-too-many-attempts = Terlalu banyak percobaan yang gagal. Coba lagi dalam { $minutes } menit.
page-no-roles-heading = Belum ada peran
page-error-no-roles = Pengguna yang sedang masuk, { $user }, belum memiliki peran. Hubungi administrator sistem Anda untuk mengatur peran bagi pengguna { $user }.
page-error-approval-pending = Administrator { $accounts } harus menyetujui terlebih dahulu. Cobalah masuk lagi nanti, atau hubungi administrator itu.
page-error-inviter-not-entitled = Orang yang mengundang Anda tidak lagi berhak melakukannya. Minta dia atau administrator lain mengirimkan undangan lagi.
page-error-suspended = Akun ini ditangguhkan: saat ini tidak ada yang dapat bergabung.
page-error-no-seat = Semua tempat di akun ini sudah terisi. Minta pengundang Anda menambah tempat, lalu coba lagi; undangannya tetap berlaku.
page-error-resource-taken = Undangan ini memberikan { $resources }, yang sementara itu sudah diberikan kepada orang lain. Minta pengundang Anda mengubahnya, lalu coba lagi; undangannya tetap berlaku.
page-error-login-taken = Nama masuk ini kini dipakai orang lain. Minta pengundang Anda memilih yang lain dan mengirimkan undangan lagi.
page-error-cannot-decline = Undangan ini tidak dapat ditolak saat ini. Anda dapat membiarkannya saja.
page-error-conflict = Ada yang berubah pada saat yang sama. Silakan coba lagi.
page-error-already-member = Orang ini sudah menjadi anggota.
page-error-no-channel = Tidak ada pesan yang dapat dikirim ke orang ini: tidak ada jalur untuk menghubunginya.
page-error-may-not-grant = Anda tidak berhak memberikan ini.

# Masuk
page-sign-in-heading = Masuk
page-continue-button = Lanjutkan
page-sign-in-button = Masuk
page-sign-in-someone-else = Masuk sebagai orang lain
page-sign-out-button = Keluar
page-password-heading = Ubah kata sandi
page-password-explanation = Anda tetap masuk di sini dan dikeluarkan di tempat lain.
page-password-button = Ubah kata sandi
page-empty-heading = Belum ada apa-apa di sini
page-empty-text = Pengelola layanan ini dapat menemukan tautan sekali pakai pada keluarannya. Tautan itu membuat akun pertama beserta administratornya.

# Administrator pertama
page-setup-heading = Siapkan akun pertama
page-setup-explanation = Anda menjadi administratornya dan dapat langsung mengundang orang.
page-setup-button = Buat akun
page-setup-done-heading = Akun sudah siap
page-setup-done-text = Masuk dengan alamat dan kata sandi Anda, lalu undang orang pertama dari halaman awal.
page-setup-done-api = Untuk mengundang dari program, buat kunci API di sana; halaman yang menampilkannya memuat contoh siap pakai.
page-setup-unknown-heading = Tautan penyiapan ini tidak berlaku
page-setup-unknown-text = Tautan ini berlaku sekali, pada layanan yang masih kosong. Pengelola layanan dapat menemukan tautan terkini pada keluarannya.

# Halaman awal
page-home-title = Halaman awal
page-home-heading = Halo, { $name }
page-home-nav = Lainnya
page-api-docs = Dokumentasi API
page-accounts-heading = Akun Anda
page-accounts-none = Anda belum menjadi anggota akun mana pun.
page-account-open = Buka
page-access-administrator = Administrator
page-access-standard = Pengguna standar

# Undangan suatu akun
page-just-now = baru saja
page-ago = { $span } yang lalu
page-expires-in = kedaluwarsa dalam { $span }
page-notice-nothing-selected = Belum ada yang dipilih. Centang kotak di depan namanya terlebih dahulu.
page-notice-sent-many = { $n } pesan sedang dikirim.
page-notice-revoked-many = { $n } undangan ditarik.
page-notice-not-done = Untuk { $n } orang hal itu tidak mungkin dengan status mereka sekarang.
page-filter-heading = Saring menurut status
page-filter-all = Semua
page-status-not-invited = Belum diundang
page-status-queued = Menunggu
page-status-invited = Diundang
page-status-accepted = Diterima
page-status-declined = Ditolak
page-status-expired = Kedaluwarsa
page-status-error = Gagal
page-status-revoked = Ditarik

# Satu undangan
page-facts-heading = Undangan
page-fact-invited-by = Diundang oleh
page-fact-created = Dicatat
page-fact-handed-over = Diserahkan
page-fact-good-until = Berlaku hingga
page-send-button = Kirim undangan
page-resend-button = Kirim lagi
page-revoke-link = Tarik
page-revoke-heading = Tarik undangan ini?
page-revoke-text = Tautan yang dikirim ke { $name } langsung tidak berlaku. Anda dapat mengirimkan yang baru nanti.
page-revoke-button = Tarik undangan
page-reason-heading = Alasan yang diberikan
page-not-delivered = Pesan tidak sampai
page-history-heading = Riwayat
page-history-created = Dimasukkan ke daftar
page-history-edited = Diubah
page-history-queued = Pesan masuk antrean
page-history-invited = Pesan diserahkan
page-history-failed = Pesan gagal
page-history-code-asked = Kode untuk menerima diminta
page-history-bounced = Pesan kembali
page-history-accepted = Diterima
page-history-declined = Ditolak
page-history-expired = Kedaluwarsa
page-history-revoked = Ditarik
page-actor-you = Anda
page-actor-person = administrator lain
page-actor-api-key = kunci API
page-actor-invitee = orang yang diundang
page-actor-holder = pemegang tautan
page-link-failure-someone-else = orang lain sedang masuk
page-link-failure-code-wrong = kodenya salah
page-link-failure-too-many-codes = terlalu banyak kode yang salah dicoba
page-link-failure-expired = tautan sudah kedaluwarsa
page-link-failure-superseded = sudah ada tautan yang lebih baru
page-link-failure-revoked = undangan sudah ditarik
page-link-failure-declined = undangan sudah ditolak
page-link-failure-removed = orang ini sudah dikeluarkan
page-link-failure-switched-off = orang ini dinonaktifkan
page-link-failure-not-entitled = pengundang tidak lagi boleh memberikan ini
page-link-failure-suspended = akun sedang ditangguhkan
page-link-failure-no-seat = semua tempat sudah terisi
page-link-failure-resource-taken = nomor dalam undangan sudah menjadi milik orang lain
page-link-failure-too-soon = pesan baru saja dikirim
page-link-failure-not-sendable = undangan tidak dapat dikirim seperti sekarang
page-channel-email = surel
page-channel-sms = SMS
page-attempt-handed-over = Percobaan { $n } ({ $channel }): diterima
page-attempt-deferred = Percobaan { $n } ({ $channel }): belum bisa
page-attempt-unknown = Percobaan { $n } ({ $channel }): tanpa jawaban
page-attempt-failed = Percobaan { $n } ({ $channel }): ditolak
page-attempt-bounced = Percobaan { $n } ({ $channel }): kembali
page-attempt-next = percobaan berikutnya { $date }
page-failure-unknown-recipient = Kotak surat tidak ada
page-failure-unknown-domain = Domain tidak menerima surel
page-failure-mailbox-full = Kotak surat penuh
page-failure-refused-by-policy = Pihak penerima menolak surel kami
page-failure-too-large = Pesan terlalu besar
page-failure-refused = Pihak penerima menolak
page-failure-retries-exhausted = Pihak penerima tidak dapat dihubungi
page-failure-bounced = Surel kembali
page-advice-address = Pastikan alamatnya dengan orang tersebut, perbaiki, lalu kirim lagi.
page-advice-domain = Periksa bagian setelah @, perbaiki, lalu kirim lagi.
page-advice-mailbox-full = Minta orang tersebut mengosongkan ruang, lalu kirim lagi.
page-advice-policy = Tanyakan kepada administrator pihak penerima, atau minta administrator kita memeriksa reputasi pengirim.
page-advice-too-large = Persingkat pesan pribadi, lalu kirim lagi.
page-advice-refused = Baca keterangan pihak penerima, perbaiki, lalu kirim lagi.
page-advice-retries = Periksa alamatnya, lalu kirim lagi.

# Kunci API
page-key-heading = Buat kunci API

# Yang baru saja dilakukan
page-notice-queued = Undangan sedang dikirim.
page-notice-revoked = Undangan telah ditarik. Tautannya tidak lagi berlaku.
page-notice-not-now = Ini tidak dapat dilakukan dengan status undangan saat ini.
page-notice-place-taken = Undangan lain untuk orang ini sudah ada.
page-notice-not-grantable = Yang akan diberikan undangan ini sudah tidak ada atau milik orang lain. Tidak ada yang dikirim.
page-notice-password-changed = Kata sandi Anda telah diubah.
page-notice-signed-out = Anda telah keluar.

# Kotak masuk bawaan
page-inbox-heading = Kotak masuk
page-inbox-trying-heading = Hanya untuk percobaan.
page-inbox-trying-text = Server surel belum diatur, jadi surel berhenti di sini dan tidak terkirim. Surel disimpan di memori dan hilang setelah dimulai ulang. Atur INVITE_SMTP_URL untuk mengirim surel sungguhan.
page-inbox-empty = Belum ada surel. Undang seseorang, dan surelnya muncul di sini.
page-inbox-from = Dari
page-inbox-to = Kepada
page-inbox-at = Diterima
page-inbox-text = Tampilkan bagian teks

# Kesalahan
page-not-found-heading = Halaman ini tidak ada
page-not-found-text = Halaman mungkin dipindahkan, atau bukan untuk Anda.
page-forbidden-heading = Ini tidak dapat dilakukan
page-forbidden-text = Halaman ini untuk administrator, atau formulirnya dikirim dari situs lain. Kembali dan coba lagi di sini.
page-bad-request-heading = Ini tidak dapat dibaca
page-bad-request-text = Formulir tidak lengkap atau terlalu besar. Kembali dan coba lagi.
page-unavailable-heading = Mohon tunggu sebentar
page-unavailable-text = Layanan belum dapat menjawab. Coba lagi sebentar lagi; tidak ada yang hilang.
page-broken-heading = Terjadi kesalahan
page-broken-text = Ini kesalahan kami dan sudah dicatat. Coba lagi; jika tetap terjadi, beri tahu pengelola layanan ini.

# Kata sandi yang terlupa
page-forgotten-link = Lupa kata sandi?
page-forgotten-heading = Lupa kata sandi?
page-forgotten-explanation = Masukkan yang Anda pakai untuk masuk. Kami mengirim email berisi tautan untuk membuat kata sandi baru.
page-forgotten-button = Kirim tautan
page-forgotten-back = Kembali ke halaman masuk
page-forgotten-done-heading = Periksa kotak masuk Anda
page-forgotten-done-text = Jika ada yang masuk dengan isian Anda, email berisi tautan sedang dikirim. Tautannya hanya berlaku sekali, selama satu jam.
page-forgotten-done-advice = Tidak ada? Periksa folder spam. Jika Anda diundang dan belum membuat kata sandi, gunakan pesan undangan Anda.
page-reset-heading = Buat kata sandi baru
page-reset-explanation = Setelah itu Anda dikeluarkan di semua tempat, lalu masuk dengan kata sandi baru.
page-reset-button = Simpan kata sandi
page-reset-again = Minta tautan baru
page-reset-expired-heading = Tautan ini sudah kedaluwarsa
page-reset-expired-text = Tautan ini berlaku selama satu jam.
page-reset-used-heading = Tautan ini sudah dipakai
page-reset-used-text = Tautan hanya berlaku sekali. Tautan ini sudah dipakai, atau kata sandinya sudah diubah setelah tautan dikirim.
page-notice-password-set = Kata sandi baru Anda sudah tersimpan. Masuklah dengan kata sandi itu.

# What a person gets.

page-field-type = Tipe
page-type-internal = Internal
page-type-external = Eksternal
page-type-hint = Sebelum undangan diterima, orang ini tampil sebagai undangan dan belum bisa masuk.
page-access-hint = Administrator dapat mengundang, memberi hak dan mengelola semuanya di akun ini dan akun di bawahnya.
page-roles = Peran
page-groups = Grup
page-permissions = Izin
page-numbers = Nomor
page-default-groups-hint = Setiap orang yang menerima undangan juga masuk ke: { $groups }
page-number-search = Cari nomor
page-number-none = Tidak ada nomor yang tersedia.
page-error-undefined = Akun ini tidak memiliki “{ $name }”.
page-error-undefined-similar = Akun ini tidak memiliki “{ $name }”; apakah maksud Anda “{ $similar }”?
page-error-number-held = { $name } sudah dipakai orang lain. Pilih yang lain.
page-error-number-promised = { $name } sudah dijanjikan dalam undangan lain. Pilih yang lain.
page-search-button = Cari

# Setting up: the mail server
page-setup-step-account = Akun dan administrator
page-setup-step-mail = Surel
page-setup-mail-heading = Server surel
page-setup-mail-text = Undangan dikirim lewat server surel Anda. Kami mencobanya dengan satu surel kepada Anda sebelum apa pun disimpan.
page-setup-operator = Pengelola layanan ini sudah mengatur server surel:
page-setup-field-host = Server
page-setup-hint-host = Nama seperti mail.example.org, atau alamat IP.
page-setup-field-port = Port
page-setup-hint-port = Biasanya 587; 465 jika jalur terenkripsi sejak awal.
page-setup-field-tls = Enkripsi
page-setup-tls-required = Wajib (STARTTLS)
page-setup-tls-implicit = Sejak awal (TLS)
page-setup-tls-offered = Jika ditawarkan server
page-setup-tls-none = Tanpa enkripsi
page-setup-field-user = Nama pengguna
page-setup-field-from = Surel berasal dari
page-setup-hint-from = Alamat yang boleh Anda pakai di server itu, misalnya invite@example.org.
page-setup-field-to = Surel uji coba kepada
page-setup-hint-to = Periksa apakah surel itu sampai di sana.
page-setup-save-button = Kirim surel uji coba, lalu simpan
page-setup-untested-button = Simpan tanpa uji coba
page-setup-test-button = Kirim surel uji coba
page-setup-inbox-text = Belum ada server surel? Sebelum diatur, surel masuk ke kotak masuk bawaan yang dapat dibaca administrator.
page-setup-inbox-button = Pakai kotak masuk bawaan dulu
page-setup-to-people = Lanjut ke orang-orang
page-setup-said-inbox = Semua sudah siap. Siapa yang ingin Anda undang?
page-setup-said-mail = Server surel sudah disimpan; mulai sekarang surel dikirim lewat server itu.
page-setup-test-good = Server menerima surel uji coba
page-setup-test-bad = Surel uji coba tidak terkirim, dan tidak ada yang disimpan
page-setup-server-said = Jawaban yang diterima, kata demi kata:
page-setup-step-connection = Server menjawab
page-setup-step-encryption = Jalur terenkripsi
page-setup-step-login = Nama pengguna dan kata sandi benar
page-setup-step-handover = Surel diterima
page-setup-no-connection = Server tidak dapat dihubungi: periksa nama, port, dan firewall
page-setup-no-encryption = Jalur tidak dapat dienkripsi: pilih jenis enkripsi lain, atau periksa sertifikat server
page-setup-no-login = Server menolak nama pengguna atau kata sandi: ketik ulang keduanya
page-setup-no-handover = Server tidak menerima surel: periksa apakah alamat pengirim ini diizinkan
page-setup-error-port = Port adalah angka dari 1 sampai 65535.
page-setup-error-host = Ini bukan nama server. Tulis seperti mail.example.org, tanpa port atau garis miring.
page-setup-error-login = Nama pengguna dan kata sandi harus bersama: isi keduanya, atau kosongkan keduanya.

# Kode yang dibutuhkan untuk menerima
page-code-ask-explanation = Agar tautan ini hanya dapat Anda pakai, kami mengirim kode ke { $contact }. Ketik kode itu di halaman berikutnya.
page-code-ask-button = Kirimi saya kode
page-code-explanation = Ketik kode yang kami kirim, lalu buat kata sandi untuk menerima undangan.
page-code-field = Kode dari pesan
page-code-hint = Delapan angka, dikirim ke { $contact } pada { $date }. Berlaku 10 menit; periksa juga folder spam.
page-code-again-button = Kirim kode baru
page-error-code-required = Ketik kode yang kami kirim.
page-error-code-malformed = Kode terdiri atas delapan angka, misalnya 1234 5678.
page-error-code-wrong = Ini bukan kode terbaru. Anda dapat mencoba { $n } kali lagi.
page-error-code-expired = Kode ini sudah kedaluwarsa. Minta yang baru di bawah.
page-error-code-too-many = Terlalu banyak kode salah, jadi kode ini tidak berlaku lagi. Minta yang baru di bawah.
page-error-code-too-soon = Kode baru saja dikirim. Cari dulu; Anda dapat meminta yang lain mulai { $date }.
