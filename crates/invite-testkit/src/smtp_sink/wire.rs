//! The octets of one connection, plain or under TLS, with replies gathered into few packets.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection};
use socket2::SockRef;

/// Longer command lines are refused; RFC 4954 allows 12288 octets for `AUTH`.
const MAX_LINE: usize = 12_288;

/// One connection, read through a buffer.
pub(super) struct Wire {
    input: BufReader<Channel>,
}

struct Channel {
    socket: Arc<TcpStream>,
    tls: Option<Box<ServerConnection>>,
    out: Vec<u8>,
}

impl Wire {
    pub(super) fn new(socket: Arc<TcpStream>) -> Self {
        Self::over(Channel {
            socket,
            tls: None,
            out: Vec::new(),
        })
    }

    fn over(channel: Channel) -> Self {
        Self {
            input: BufReader::with_capacity(64 * 1024, channel),
        }
    }

    pub(super) fn socket(&self) -> Arc<TcpStream> {
        Arc::clone(&self.input.get_ref().socket)
    }

    pub(super) fn is_tls(&self) -> bool {
        self.input.get_ref().tls.is_some()
    }

    /// Shakes hands. Plain octets that the client sent ahead are forgotten, as RFC 3207 demands.
    pub(super) fn secure(&mut self, config: Arc<ServerConfig>) -> io::Result<()> {
        self.flush()?;
        let socket = self.socket();
        let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
        while tls.is_handshaking() {
            tls.complete_io(&mut socket.as_ref())?;
        }
        *self = Self::over(Channel {
            socket,
            tls: Some(Box::new(tls)),
            out: Vec::new(),
        });
        Ok(())
    }

    /// Reads one command line into `line`, with its line end; `false` if it was too long.
    ///
    /// Errs with `UnexpectedEof` when the client has closed.
    pub(super) fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        loop {
            let budget = MAX_LINE.saturating_sub(line.len());
            let (taken, whole) = self.read_some(usize::MAX, |octets| {
                line.extend(octets.iter().take(budget));
            })?;
            if whole {
                return Ok(taken <= budget);
            }
        }
    }

    /// Hands on what is there of one line, at most `limit` octets, waiting only if nothing is there.
    ///
    /// Returns how many octets, and whether the last one ends the line.
    pub(super) fn read_some(
        &mut self,
        limit: usize,
        hand_on: impl FnOnce(&[u8]),
    ) -> io::Result<(usize, bool)> {
        let buffer = loop {
            match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        if buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let buffer = buffer.get(..limit).unwrap_or(buffer);
        let line_end = buffer.iter().position(|octet| *octet == b'\n');
        let taken = line_end.map_or(buffer.len(), |at| at + 1);
        hand_on(buffer.get(..taken).unwrap_or_default());
        self.input.consume(taken);
        Ok((taken, line_end.is_some()))
    }

    /// Puts a reply behind those already waiting; it leaves before the next wait for the client.
    pub(super) fn queue(&mut self, bytes: &[u8]) {
        self.input.get_mut().out.extend_from_slice(bytes);
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.input.get_mut().flush()
    }

    /// Says whether the client has closed its side, as the kernel knows at this moment.
    pub(super) fn client_is_gone(&self) -> bool {
        if !self.input.buffer().is_empty() {
            return false;
        }
        let socket = &self.input.get_ref().socket;
        if socket.set_nonblocking(true).is_err() {
            return true;
        }
        let gone = match socket.peek(&mut [0]) {
            Ok(octets) => octets == 0,
            Err(error) => error.kind() != io::ErrorKind::WouldBlock,
        };
        socket.set_nonblocking(false).is_err() || gone
    }

    /// Closes in good order: TLS says goodbye, and nothing already written is lost.
    pub(super) fn close(mut self) {
        // Errors no longer matter: whatever they say, the connection is over.
        let _ = self.flush();
        let channel = self.input.get_mut();
        if let Some(tls) = &mut channel.tls {
            tls.send_close_notify();
            let _ = tls.write_tls(&mut channel.socket.as_ref());
        }
        let _ = channel.socket.shutdown(Shutdown::Write);
        // Closing over unread octets would send a reset that overtakes the last reply.
        if channel.socket.set_nonblocking(true).is_ok() {
            let mut rest = [0; 4096];
            while channel
                .socket
                .as_ref()
                .read(&mut rest)
                .is_ok_and(|octets| octets > 0)
            {}
        }
        self.wake_watcher();
    }

    /// Ends the connection with a TCP reset.
    pub(super) fn reset(self) {
        let _ =
            SockRef::from(self.input.get_ref().socket.as_ref()).set_linger(Some(Duration::ZERO));
        self.wake_watcher();
    }

    /// Wakes a thread that still peeks at the socket, which would otherwise keep it from closing.
    fn wake_watcher(&self) {
        let _ = self.input.get_ref().socket.shutdown(Shutdown::Read);
    }
}

impl Read for Channel {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.flush()?;
        match &mut self.tls {
            None => self.socket.as_ref().read(buffer),
            Some(tls) => rustls::Stream::new(tls.as_mut(), &mut self.socket.as_ref()).read(buffer),
        }
    }
}

impl Channel {
    fn flush(&mut self) -> io::Result<()> {
        if self.out.is_empty() {
            return Ok(());
        }
        let written = match &mut self.tls {
            None => self.socket.as_ref().write_all(&self.out),
            Some(tls) => {
                let mut socket = self.socket.as_ref();
                let mut stream = rustls::Stream::new(tls.as_mut(), &mut socket);
                stream.write_all(&self.out).and_then(|()| stream.flush())
            }
        };
        self.out.clear();
        written
    }
}
