//! The line to the mail server: octets out, replies in, with a limit on both time and length.

use super::{
    reply::{Reply, is_last},
    tls::Tls,
};
use std::{io, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
    time::timeout,
};

/// The longest reply. RFC 5321 knows lines of 512 octets; real servers go beyond, none this far.
const MAX_REPLY: usize = 64 * 1024;

pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A line, encrypted or not.
pub(super) struct Wire<S = Box<dyn Stream>>(BufReader<S>);

impl Wire<TcpStream> {
    pub(super) fn plain(line: TcpStream) -> Self {
        Self(BufReader::new(line))
    }

    /// Encrypts the line.
    ///
    /// What the server said beforehand is dropped unread: it came over an open line, so anyone may
    /// have put it there to be taken for an answer to what we ask under TLS.
    pub(super) async fn encrypt(self, tls: &Tls, limit: Duration) -> io::Result<Wire> {
        let stream: Box<dyn Stream> = Box::new(within(limit, tls.over(self.0.into_inner())).await?);
        Ok(Wire(BufReader::new(stream)))
    }

    /// Leaves the line open.
    pub(super) fn open(self) -> Wire {
        let stream: Box<dyn Stream> = Box::new(self.0.into_inner());
        Wire(BufReader::new(stream))
    }
}

impl<S: Stream> Wire<S> {
    /// Sends all of it.
    ///
    /// An error means that the end of it did not leave: of a message, the final dot.
    pub(super) async fn write(&mut self, octets: &[u8], limit: Duration) -> io::Result<()> {
        within(limit, async {
            self.0.write_all(octets).await?;
            self.0.flush().await
        })
        .await
    }

    /// Reads one reply, of however many lines.
    pub(super) async fn read(&mut self, limit: Duration) -> io::Result<Reply> {
        within(limit, async {
            let mut lines = Vec::new();
            let mut length = 0;
            loop {
                let line = read_line(&mut self.0, MAX_REPLY - length).await?;
                length += line.len() + 1;
                let last = is_last(&line);
                lines.push(line);
                if last {
                    return Reply::parse(&lines).ok_or_else(|| garbage("it does not speak SMTP"));
                }
            }
        })
        .await
    }
}

/// Reads up to the line's end, which is left out.
async fn read_line<R: AsyncBufReadExt + Unpin>(from: &mut R, max: usize) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    loop {
        let octets = from.fill_buf().await?;
        if octets.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let end = octets.iter().position(|octet| *octet == b'\n');
        let (taken, used) = end.map_or((octets.len(), octets.len()), |end| (end, end + 1));
        line.extend_from_slice(octets.get(..taken).unwrap_or_default());
        from.consume(used);
        if line.len() > max {
            return Err(garbage("its reply is too long"));
        }
        if end.is_some() {
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            return Ok(line);
        }
    }
}

async fn within<T>(limit: Duration, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(limit, work)
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

fn garbage(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Says what became of the line, in words.
pub(super) fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::TimedOut => "no answer in time".to_owned(),
        io::ErrorKind::UnexpectedEof => "the mail server closed the connection".to_owned(),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => "the connection broke".to_owned(),
        io::ErrorKind::ConnectionRefused => "the mail server refuses connections".to_owned(),
        io::ErrorKind::InvalidData => format!("the mail server cannot be understood: {error}"),
        _ => error.to_string(),
    }
}
