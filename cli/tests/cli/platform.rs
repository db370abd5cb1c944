//! A platform behind a relay, which answers as a test tells it to.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread::JoinHandle;

use crate::support::Server;

/// A platform for one request: gives these bytes, and keeps what it was sent.
pub struct Platform {
    pub address: SocketAddr,
    pub request: JoinHandle<Received>,
}

pub struct Received {
    /// Request line and headers, in lower case.
    pub head: Vec<String>,
    pub body: Vec<u8>,
}

impl Platform {
    pub fn answering(answer: impl Into<Vec<u8>>) -> Platform {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answer = answer.into();
        let request = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let received = receive(&mut BufReader::new(&stream));
            // The relay may have heard enough before the end.
            let _ = stream.write_all(&answer);
            received
        });
        Platform { address, request }
    }

    pub fn relay(&self) -> Server {
        Server::relay(&self.origin())
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

pub fn receive(stream: &mut impl BufRead) -> Received {
    let mut head = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        if let Some(given) = line.to_ascii_lowercase().strip_prefix("content-length: ") {
            length = given.parse().unwrap();
        }
        head.push(line);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    Received { head, body }
}

pub fn http(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}")
}
