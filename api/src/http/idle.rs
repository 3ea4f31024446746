//! How long a connection may keep silent. hyper's own timer for the head of a request also runs
//! while a connection rests between two requests, so it cannot tell ten seconds for a head from a
//! minute of rest; this stands between hyper and the socket and can.

use crate::http::idle::State::{Busy, Head, Resting};
use futures_util::task::AtomicWaker;
use std::{
    future::Future,
    io::{Error, ErrorKind, Result},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep},
};

/// How long a connection is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From its opening, or from the first byte of a request, to the end of the request's head.
    pub head: Duration,
    /// From one request to the next, and for a client that does not take what is written.
    pub rest: Duration,
}

/// Counts the requests that a connection is answering.
#[derive(Clone, Debug, Default)]
pub struct Requests(Arc<Counter>);

#[derive(Debug, Default)]
struct Counter {
    running: AtomicUsize,
    ended: AtomicWaker,
}

/// One request being answered, until it is dropped.
#[derive(Debug)]
pub struct Running(Arc<Counter>);

impl Requests {
    /// One more request begins.
    #[must_use]
    pub fn begin(&self) -> Running {
        self.0.running.fetch_add(1, Ordering::AcqRel);
        Running(Arc::clone(&self.0))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.0.running.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.ended.wake();
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The head of a request is on its way.
    Head,
    /// A request is being answered.
    Busy,
    /// Between two requests.
    Resting,
}

/// A connection that ends when it keeps silent for too long.
#[derive(Debug)]
pub struct Timed<Io> {
    io: Io,
    patience: Patience,
    requests: Requests,
    state: State,
    /// When `Head` or `Resting` ends.
    deadline: Pin<Box<Sleep>>,
    /// When a client that takes nothing is given up, if one is waited for.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<Io> Timed<Io> {
    /// Watches a connection that has just been opened. Its requests are told to `requests`.
    pub fn new(io: Io, patience: Patience, requests: Requests) -> Self {
        let deadline = Box::pin(sleep(patience.head));
        Self { io, patience, requests, state: Head, deadline, stalled: None }
    }

    fn enter(&mut self, state: State, time: Duration) {
        self.state = state;
        self.deadline.as_mut().reset(Instant::now() + time);
    }

    /// Lets a write that does not go on fail after a while.
    fn hurry<T>(&mut self, cx: &mut Context<'_>, written: Poll<Result<T>>) -> Poll<Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let rest = self.patience.rest;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(rest)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Timed<Io> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let this = &mut *self;
        this.requests.0.ended.register(cx.waker());
        if this.requests.0.running.load(Ordering::Acquire) > 0 {
            this.state = Busy;
            return Pin::new(&mut this.io).poll_read(cx, buffer);
        }
        if this.state == Busy {
            this.enter(Resting, this.patience.rest);
        }
        let before = buffer.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut this.io).poll_read(cx, buffer) {
            if this.state == Resting && buffer.filled().len() > before {
                this.enter(Head, this.patience.head);
            }
            return Poll::Ready(read);
        }
        ready!(this.deadline.as_mut().poll(cx));
        Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the connection kept silent")))
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Timed<Io> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.hurry(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[std::io::IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.io).poll_write_vectored(cx, parts);
        self.hurry(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let flushed = Pin::new(&mut self.io).poll_flush(cx);
        self.hurry(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
