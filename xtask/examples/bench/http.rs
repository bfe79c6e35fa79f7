//! As much of an HTTP/1.1 client as a load generator needs, so that it takes little of the machine
//! that it measures: one connection, kept open, one request after the other.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

/// An answer of the service.
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// Returns the body where the status is the one expected; the error shows what came instead.
    pub(crate) fn expect(self, status: u16) -> Result<Vec<u8>> {
        if self.status != status {
            let said = String::from_utf8_lossy(&self.body);
            bail!("{} instead of {status}: {said}", self.status);
        }
        Ok(self.body)
    }

    /// The same, read as JSON.
    pub(crate) fn json(self, status: u16) -> Result<Value> {
        Ok(serde_json::from_slice(&self.expect(status)?)?)
    }

    /// Returns a header of the answer.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

/// A request as it goes over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Request(Vec<u8>);

impl Request {
    /// Writes a request with these further headers, each ended by a line break.
    pub(crate) fn new(method: &str, path: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self(
            format!(
                "{method} {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n\
                 content-length: {length}\r\n{headers}\r\n{body}"
            )
            .into_bytes(),
        )
    }
}

/// One open connection.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self {
            stream,
            received: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn exchange(&mut self, request: &Request) -> Result<Answer> {
        self.stream.write_all(&request.0)?;
        self.received.clear();
        let head_end = loop {
            if let Some(end) = find(&self.received, b"\r\n\r\n") {
                break end;
            }
            self.receive()?;
        };
        let head = String::from_utf8_lossy(self.received.get(..head_end).unwrap_or_default());
        let head = head.into_owned();
        let status = head
            .get(9..12)
            .and_then(|digits| digits.parse().ok())
            .with_context(|| format!("no answer of HTTP/1.1: {head}"))?;
        let length: usize = match header(&head, "content-length") {
            Some(length) => length.parse()?,
            None if status == 204 => 0,
            None => bail!("an answer without its length: {head}"),
        };
        let (start, end) = (head_end + 4, head_end + 4 + length);
        while self.received.len() < end {
            self.receive()?;
        }
        let body = self.received.get(start..end).unwrap_or_default().to_vec();
        Ok(Answer { status, head, body })
    }

    fn receive(&mut self) -> Result<()> {
        let mut part = [0; 16 * 1024];
        let length = self.stream.read(&mut part)?;
        ensure!(length > 0, "the service hung up");
        self.received
            .extend_from_slice(part.get(..length).unwrap_or_default());
        Ok(())
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}
