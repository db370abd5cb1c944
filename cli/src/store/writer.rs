//! The thread that has the connection. What is to be read or written goes there in turn; jobs
//! that come while the disk is busy share the next transaction, so that one wait for the disk
//! serves many senders, and still nobody is answered before their job is on it.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::records::{Job, NewJob};
use super::{StoreError, jobs};

/// Most jobs in one transaction.
const TOGETHER: usize = 64;

enum Work {
    Add(NewJob, oneshot::Sender<Result<Job, StoreError>>),
    Run(Box<dyn FnOnce(&mut Connection) + Send>),
}

/// A handle on the thread, which ends with the last one.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: Sender<Work>,
}

impl Writer {
    /// Starts the thread.
    pub fn start(connection: Connection) -> io::Result<Writer> {
        let (queue, work) = mpsc::channel();
        thread::Builder::new().name("store".to_owned()).spawn(move || serve(connection, &work))?;
        Ok(Writer { queue })
    }

    /// Adds a job.
    pub async fn add(&self, job: NewJob) -> Result<Job, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue.send(Work::Add(job, answer)).map_err(|_| StoreError::Stopping)?;
        answered.await.map_err(|_| StoreError::Stopping)?
    }

    /// Runs `work`.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let run = Work::Run(Box::new(move |connection| {
            // Whoever asked may have gone away.
            let _ = answer.send(work(connection));
        }));
        self.queue.send(run).map_err(|_| StoreError::Stopping)?;
        answered.await.map_err(|_| StoreError::Stopping)?
    }
}

fn serve(mut connection: Connection, queue: &Receiver<Work>) {
    let mut next = None;
    while let Some(work) = next.take().or_else(|| queue.recv().ok()) {
        match work {
            Work::Run(run) => run(&mut connection),
            Work::Add(job, answer) => {
                let (mut jobs, mut answers) = (vec![job], vec![answer]);
                while jobs.len() < TOGETHER {
                    match queue.try_recv() {
                        Ok(Work::Add(job, answer)) => {
                            jobs.push(job);
                            answers.push(answer);
                        }
                        Ok(other) => {
                            next = Some(other);
                            break;
                        }
                        Err(_) => break,
                    }
                }
                add(&mut connection, &jobs, answers);
            }
        }
    }
}

fn add(
    connection: &mut Connection,
    jobs: &[NewJob],
    answers: Vec<oneshot::Sender<Result<Job, StoreError>>>,
) {
    match jobs::add(connection, jobs) {
        Ok(added) => {
            for (answer, job) in answers.into_iter().zip(added) {
                let _ = answer.send(Ok(job));
            }
        }
        Err(error) => {
            let error = Arc::new(error);
            for answer in answers {
                let _ = answer.send(Err(StoreError::NotAdded(Arc::clone(&error))));
            }
        }
    }
}
