# One's own profile and sessions.

profile-heading = Profil Anda
profile-back = Kembali ke profil Anda
profile-sessions-link = Tempat Anda sedang masuk
profile-sessions-heading = Tempat Anda sedang masuk
profile-sessions-text = Jika ada yang tidak Anda kenali, akhiri sesinya dan ubah kata sandi Anda.
profile-session-this = Peramban ini
profile-session-began = Masuk pada { $date }
profile-session-seen = Terakhir digunakan { $date }
profile-device-unknown = Perangkat tidak dikenal
profile-end-button = Akhiri
profile-end-label = Akhiri sesi { $device } yang masuk pada { $date }
profile-notice-ended = Sesinya sudah diakhiri.
profile-notice-gone = Sesi itu tidak ada atau sudah berakhir.
profile-everywhere-link = Keluar dari semua tempat
profile-everywhere-heading = Keluar dari semua tempat?
profile-everywhere-text = { $n ->
   *[other] Ini mengakhiri { $n } sesi, termasuk sesi di peramban ini.
}
profile-everywhere-button = Keluar dari semua tempat
profile-edit-link = Ubah nama atau bahasa Anda
profile-edit-heading = Ubah nama atau bahasa Anda
profile-name-hint = Nama ini terlihat di setiap akun Anda.
profile-language-hint = Halaman dan email untuk Anda memakai bahasa ini.
profile-language-unset = Sesuai pilihan peramban
profile-notice-changed = Profil Anda telah diubah.
