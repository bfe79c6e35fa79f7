# Roles, groups, permissions and resources. $kind is one of them; $name is a name and may end in a dot, so none follows it.

rights-heading = Hak
rights-kinds = Jenis hak
rights-kind = { $kind ->
    [role] Peran
    [group] Grup
    [permission] Izin
   *[resource] Sumber daya
}
rights-explanation = { $kind ->
    [role] Tugas orang di sini, misalnya penjualan atau akuntansi.
    [group] Siapa saja yang tergabung bersama, misalnya satu departemen.
    [permission] Hal-hal tertentu yang boleh dilakukan seseorang.
   *[resource] Yang dibagikan kepada orang, misalnya nomor telepon dan lisensi. Masing-masing hanya dipegang satu orang, kecuali dipakai bersama.
}

# The list
rights-add = { $kind ->
    [role] Tambah peran
    [group] Tambah grup
    [permission] Tambah izin
   *[resource] Tambah sumber daya
}
rights-add-several = Tambah beberapa
rights-search-label = Kunci, nama, atau keterangan
rights-none = { $kind ->
    [role] Belum ada peran. Tambahkan yang pertama, lalu peran itu dapat diberikan kepada orang.
    [group] Belum ada grup. Tambahkan yang pertama, lalu orang dapat dimasukkan ke dalamnya.
    [permission] Belum ada izin. Tambahkan yang pertama, atau mulailah dengan izin siap pakai di bawah ini.
   *[resource] Belum ada sumber daya. Tambahkan yang pertama, atau tempelkan seluruh daftar nomor.
}
rights-none-yet = Belum ada apa pun di sini.
rights-none-so = Tidak ada yang cocok dengan pencarian ini.
rights-all = Tampilkan semua dari awal
rights-next = Halaman berikutnya
rights-held = { $n ->
    [0] Tidak ada yang memegangnya
   *[other] { $n } orang memegangnya
}
rights-held-by = Dipegang oleh { $name }
rights-held-by-more = Dipegang oleh { $name } dan { $n } orang lain
rights-free = Bebas
rights-shared = Dipakai bersama
rights-warned = Peringatan
rights-adopt-heading = Siap pakai: izin perusahaan hosting
rights-adopt-text = Menambahkan { $n } izin yang dikenal pemilik akun penagihan, dengan nama dalam bahasa Inggris, Indonesia, dan Rusia. Yang sudah Anda miliki tetap seperti semula.
rights-adopt-what = Lihat isinya
rights-adopt-button = Tambahkan izin ini

# One of them
rights-facts = Sekilas
rights-key = Kunci
rights-key-hint = { $kind ->
    [role] Program dan daftar menyebut peran ini dengannya. Kunci tidak pernah berubah; nama untuk orang ada di bawah.
    [group] Program dan daftar menyebut grup ini dengannya. Kunci tidak pernah berubah; nama untuk orang ada di bawah.
    [permission] Program dan daftar menyebut izin ini dengannya. Kunci tidak pernah berubah; nama untuk orang ada di bawah.
   *[resource] Misalnya nomor telepon dengan kode negaranya. Kunci tidak pernah berubah; nama untuk orang ada di bawah.
}
rights-defined = Ditambahkan
rights-holders-heading = Siapa yang memegangnya
rights-holders-more = dan { $n } orang lain
rights-wording-heading = Yang dibaca orang
rights-wording-explanation = Bahasa yang Anda kosongkan menampilkan teks bahasa Inggris, atau kuncinya bila tidak ada.
rights-name = Nama
rights-description = Yang diizinkannya
rights-warning = Peringatan sebelum diberikan
rights-shared-field = Siapa yang boleh memegangnya
rights-shared-no = Satu orang saja
rights-shared-yes = Beberapa orang sekaligus
rights-save = Simpan
rights-remove = Hapus
rights-error-exists = { $kind ->
    [role] Peran dengan kunci ini sudah ada.
    [group] Grup dengan kunci ini sudah ada.
    [permission] Izin dengan kunci ini sudah ada.
   *[resource] Sumber daya dengan kunci ini sudah ada.
}
rights-error-held-by-several = Saat ini beberapa orang memegangnya. Ambil dahulu dari semua orang kecuali satu.

# Removing
rights-remove-heading = Hapus { $name }?
rights-remove-text = { $kind ->
    [role] Tidak ada yang memegang peran ini, dan tidak ada undangan terbuka yang memberikannya. Setelah ini peran tidak dapat diberikan lagi.
    [group] Tidak ada orang di grup ini, dan tidak ada undangan terbuka yang memasukkan orang ke dalamnya. Setelah ini tidak ada yang dapat dimasukkan lagi.
    [permission] Tidak ada yang memegang izin ini, dan tidak ada undangan terbuka yang memberikannya. Setelah ini izin tidak dapat diberikan lagi.
   *[resource] Tidak ada yang memegang sumber daya ini, dan tidak ada undangan terbuka yang memberikannya. Setelah ini sumber daya tidak dapat diberikan lagi.
}
rights-remove-button = Hapus
rights-in-use-heading = { $name } belum dapat dihapus
rights-in-use-text = Masih dipakai. Lepaskan dahulu di tempat-tempat ini, lalu hapus:
rights-in-use-members = { $n } orang memegangnya.
rights-in-use-invitations = { $n } undangan yang belum diterima akan memberikannya.
rights-in-use-default = Setiap orang yang menerima undangan dimasukkan ke dalamnya, sesuai pengaturan.
rights-to-settings = Ke pengaturan
rights-back = Kembali

# Many at once
rights-several-heading = { $kind ->
    [role] Tambah beberapa peran
    [group] Tambah beberapa grup
    [permission] Tambah beberapa izin
   *[resource] Tambah beberapa sumber daya
}
rights-several-field = Satu per baris
rights-several-hint = { $kind ->
    [role] Ketik atau tempel hingga 1.000 baris. Nama boleh mengikuti setelah titik koma atau tab: SALES; Bagian penjualan
    [group] Ketik atau tempel hingga 1.000 baris. Nama boleh mengikuti setelah titik koma atau tab: NORTH; Kantor utara
    [permission] Ketik atau tempel hingga 1.000 baris. Nama boleh mengikuti setelah titik koma atau tab: view_orders; Lihat pesanan
   *[resource] Ketik atau tempel hingga 1.000 baris, misalnya dari lembar kerja. Nama boleh mengikuti setelah titik koma atau tab: +62 21 555 0101; Resepsionis
}
rights-several-button = Tambahkan
rights-several-done = { $n ->
    [0] Tidak ada yang ditambahkan
   *[other] { $n } ditambahkan
}
rights-several-fix = Perbaiki baris yang tidak diterima
rights-several-more = Tambah lagi
rights-several-to-list = Ke daftar
rights-line = Baris { $n }
rights-outcome-added = Ditambahkan
rights-outcome-there = Sudah ada sebelumnya
rights-outcome-twice = Sudah ada di baris atas
rights-error-no-lines = Isi sedikitnya satu baris.
rights-error-too-many-lines = Ini lebih dari 1.000 baris. Tambahkan dalam beberapa bagian.

# What was just done
rights-notice-defined = Sudah ditambahkan dan mulai sekarang dapat diberikan.
rights-notice-changed = Perubahan Anda disimpan.
rights-notice-removed = Sudah dihapus.
rights-notice-gone = Ini sudah tidak ada lagi.
rights-notice-adopted = Izin siap pakai sudah ditambahkan.
