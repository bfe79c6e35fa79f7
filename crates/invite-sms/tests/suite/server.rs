//! An HTTP server that gives one answer to everybody and remembers what it was asked.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

/// What the server does with a request.
#[derive(Clone)]
pub(crate) enum Answer {
    /// These octets, then the connection ends.
    Raw(Vec<u8>),
    /// Nothing, until the test is over.
    Silence,
    /// Nothing, and the connection ends.
    HangUp,
}

/// A status with a body.
pub(crate) fn status(status: u16, body: &str) -> Answer {
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    Answer::Raw([head.as_bytes(), body.as_bytes()].concat())
}

/// A request as it came in.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) line: String,
    /// With names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

pub(crate) struct Server {
    address: SocketAddr,
    requests: Receiver<Request>,
    sockets: Arc<Mutex<Vec<TcpStream>>>,
}

impl Server {
    pub(crate) fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        let sockets = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&sockets);
        thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                kept.lock().unwrap().push(socket.try_clone().unwrap());
                let (answer, sender) = (answer.clone(), sender.clone());
                thread::spawn(move || serve(&socket, &answer, &sender));
            }
        });
        Self {
            address,
            requests,
            sockets,
        }
    }

    pub(crate) fn url(&self, rest: &str) -> String {
        rest.replace("HOST", &self.address.to_string())
    }

    /// Returns what has been asked so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.try_iter().collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for socket in self.sockets.lock().unwrap().iter() {
            // One that is closed already needs no end.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

fn serve(socket: &TcpStream, answer: &Answer, sender: &Sender<Request>) {
    let mut reader = BufReader::new(socket);
    let Some(request) = read(&mut reader) else {
        return;
    };
    let _ = sender.send(request);
    match answer {
        Answer::Raw(octets) => {
            let mut socket = socket;
            let _ = socket.write_all(octets);
            let _ = socket.shutdown(Shutdown::Write);
        }
        // The other end hangs up when it has waited enough.
        Answer::Silence => {
            let _ = reader.read_to_end(&mut Vec::new());
        }
        Answer::HangUp => {
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

fn read(reader: &mut BufReader<&TcpStream>) -> Option<Request> {
    let mut lines = reader.by_ref().lines().map_while(Result::ok);
    let line = lines.next()?;
    let headers: Vec<(String, String)> = lines
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            line.split_once(": ")
                .map(|(k, v)| (k.to_lowercase(), v.to_owned()))
        })
        .collect();
    let length = headers.iter().find(|(key, _)| key == "content-length");
    let mut body = vec![0; length?.1.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    Some(Request {
        line,
        headers,
        body: String::from_utf8(body).ok()?,
    })
}
