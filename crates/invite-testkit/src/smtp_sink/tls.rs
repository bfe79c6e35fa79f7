//! Certificates made on the spot: one authority for the process, and leaves good and bad.
#![expect(
    clippy::expect_used,
    reason = "making a certificate from constants fails only if this file is wrong"
)]

use std::sync::{Arc, OnceLock};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// The certificate that the sink shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Certificate {
    /// For `localhost`, `127.0.0.1` and `::1`, from the authority of [`ca_pem`].
    #[default]
    Trusted,
    /// From the same authority, for another host.
    WrongHost,
    /// From the same authority, for the right host, and long over.
    Expired,
    /// For the right host, signed by nobody but itself.
    SelfSigned,
}

/// Returns the certificate, in PEM, of the authority that a client has to trust.
///
/// The authority lives as long as the process: a client set up once trusts every sink started in it.
pub fn ca_pem() -> String {
    authority().pem()
}

fn authority() -> &'static CertifiedIssuer<'static, KeyPair> {
    static AUTHORITY: OnceLock<CertifiedIssuer<'static, KeyPair>> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let mut params = named("Test authority of the SMTP sink", &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        CertifiedIssuer::self_signed(params, new_key()).expect("an authority signs itself")
    })
}

pub(super) fn server_config(certificate: Certificate) -> Arc<ServerConfig> {
    let key = new_key();
    let host = match certificate {
        Certificate::WrongHost => &["mail.elsewhere.example"] as &[_],
        Certificate::Trusted | Certificate::Expired | Certificate::SelfSigned => {
            &["localhost", "127.0.0.1", "::1"]
        }
    };
    let mut params = named("SMTP sink", host);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    if certificate == Certificate::Expired {
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 1, 1);
    }
    let leaf = if certificate == Certificate::SelfSigned {
        params.self_signed(&key)
    } else {
        params.signed_by(&key, authority())
    }
    .expect("the authority signs");

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_single_cert(
            vec![leaf.der().clone()],
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
        )
        .expect("the key belongs to the certificate");
    // A ticket left unread would make a dying client's socket answer with a reset, and a reset
    // means here that a reply was left unread.
    config.send_tls13_tickets = 0;
    Arc::new(config)
}

fn named(name: &str, hosts: &[&str]) -> CertificateParams {
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let mut params = CertificateParams::new(hosts).expect("the host names are plain ASCII");
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2100, 1, 1);
    params
}

fn new_key() -> KeyPair {
    KeyPair::generate().expect("the system gives random numbers")
}
