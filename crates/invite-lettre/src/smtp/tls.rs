//! TLS to the mail server: rustls with ring, the public authorities and one of the operator's own.

use super::settings::{SettingsError, SmtpSettings};
use rustls::{
    CertificateError, ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use std::{io, sync::Arc};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

/// Makes encrypted lines, and only to the right host.
pub(super) struct Tls {
    connector: TlsConnector,
    host: ServerName<'static>,
}

impl Tls {
    pub(super) fn new(settings: &SmtpSettings) -> Result<Self, SettingsError> {
        let host = ServerName::try_from(settings.host.clone()).map_err(|_| {
            SettingsError::new(
                "host",
                "it is a name such as mail.example.org or an IP address",
            )
        })?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| SettingsError::new("tls", error.to_string()))?
            .with_root_certificates(authorities(settings)?)
            .with_no_client_auth();
        Ok(Self {
            connector: TlsConnector::from(Arc::new(config)),
            host,
        })
    }

    pub(super) async fn over(&self, line: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        self.connector.connect(self.host.clone(), line).await
    }
}

fn authorities(settings: &SmtpSettings) -> Result<RootCertStore, SettingsError> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let Some(path) = &settings.ca else {
        return Ok(roots);
    };
    let wrong = |what: String| {
        let mend = format!(
            "{} {what}; it is a file with PEM certificates",
            path.display()
        );
        SettingsError::new("ca", mend)
    };
    let certificates = CertificateDer::pem_file_iter(path)
        .map_err(|error| wrong(format!("cannot be read ({error})")))?;
    let mut found = 0;
    for certificate in certificates {
        let certificate =
            certificate.map_err(|error| wrong(format!("cannot be understood ({error})")))?;
        roots
            .add(certificate)
            .map_err(|error| wrong(format!("holds what is no authority ({error})")))?;
        found += 1;
    }
    if found == 0 {
        return Err(wrong("holds no certificate".to_owned()));
    }
    Ok(roots)
}

/// Says what is wrong with the server's side of TLS and how to mend it, `None` if the line merely broke.
pub(super) fn fault(error: &io::Error) -> Option<String> {
    let error = error.get_ref()?.downcast_ref::<rustls::Error>()?;
    Some(match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "the mail server's certificate is for another host: use the name that it is for".to_owned()
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                "the mail server's certificate has expired: have it renewed".to_owned()
            }
            CertificateError::UnknownIssuer => {
                "the mail server's certificate is from an authority that we do not know: name its root with ca=".to_owned()
            }
            other => format!("the mail server's certificate is not good: {other}"),
        },
        rustls::Error::InvalidMessage(_) => {
            "the mail server does not speak TLS on this port: check the port, or smtp:// against smtps://".to_owned()
        }
        other => format!("no TLS with the mail server: {other}"),
    })
}
