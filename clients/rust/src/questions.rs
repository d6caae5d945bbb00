//! What a caller waits for: answers of a kind and name come in the order of their questions.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::sync::{oneshot, watch};

use crate::error::Error;
use crate::progress::Progress;
use crate::v1::{Flushed, MarkReached, QueueStatus, SendDrained, StreamAudioStarted};

/// Those who wait for answers of one kind, in the order of their questions.
pub(crate) type Asked<T> = VecDeque<oneshot::Sender<T>>;

/// Those who wait, by kind.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    pub(crate) started: Asked<StreamAudioStarted>,
    pub(crate) marks: HashMap<String, Asked<MarkReached>>,
    pub(crate) flushes: Asked<Flushed>,
    pub(crate) statuses: Asked<QueueStatus>,
    pub(crate) drains: Asked<SendDrained>,
}

/// The questions of a call; none is taken once it has ended.
#[derive(Debug)]
pub(crate) struct Questions(Mutex<Option<Waiting>>);

impl Default for Questions {
    fn default() -> Self {
        Self(Mutex::new(Some(Waiting::default())))
    }
}

impl Questions {
    fn lock(&self) -> MutexGuard<'_, Option<Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Note a question, and send it while nobody else can: answers come in this order. None once the call has ended.
    pub(crate) fn ask<T>(
        &self,
        of: impl FnOnce(&mut Waiting) -> &mut Asked<T>,
        send: impl FnOnce(),
    ) -> Option<oneshot::Receiver<T>> {
        let (answer, come) = oneshot::channel();
        of(self.lock().as_mut()?).push_back(answer);
        send();
        Some(come)
    }

    /// Answer the oldest question of a kind, unless who asked has given up.
    pub(crate) fn answer<T>(&self, of: impl FnOnce(&mut Waiting) -> &mut Asked<T>, answer: T) {
        let first = self.lock().as_mut().and_then(|waiting| of(waiting).pop_front());
        first.map(|waiting| waiting.send(answer));
    }

    /// Answer the oldest question for a mark of this name, unless who asked has given up.
    pub(crate) fn answer_mark(&self, reached: MarkReached) {
        let mut waiting = self.lock();
        let Some(Entry::Occupied(mut asked)) =
            waiting.as_mut().map(|waiting| waiting.marks.entry(reached.name.clone()))
        else {
            return;
        };
        asked.get_mut().pop_front().map(|waiting| waiting.send(reached));
        if asked.get().is_empty() {
            asked.remove();
        }
    }

    /// Let everybody know who waits that no answer will come.
    pub(crate) fn end(&self) {
        self.lock().take();
    }
}

/// An answer to come. It fails with the error that ended the stream.
#[derive(Debug)]
#[must_use = "nobody waits for the answer until it is awaited"]
pub struct Pending<T> {
    come: oneshot::Receiver<T>,
    progress: watch::Receiver<Progress>,
}

impl<T> Pending<T> {
    pub(crate) fn new(come: oneshot::Receiver<T>, progress: watch::Receiver<Progress>) -> Self {
        Self { come, progress }
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let come = ready!(Pin::new(&mut self.come).poll(context));
        Poll::Ready(come.map_err(|_| self.progress.borrow().error()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(questions: &Questions, name: &str) -> oneshot::Receiver<MarkReached> {
        questions.ask(|waiting| waiting.marks.entry(name.into()).or_default(), || {}).unwrap()
    }

    fn reach(questions: &Questions, name: &str, position: u64) {
        questions.answer_mark(MarkReached { name: name.into(), position, flushed: false });
    }

    #[test]
    fn marks_of_one_name_are_reached_in_their_order() {
        let questions = Questions::default();
        let (mut first, mut other, mut second) =
            (mark(&questions, "a"), mark(&questions, "b"), mark(&questions, "a"));
        reach(&questions, "a", 1);
        reach(&questions, "a", 2);
        assert_eq!(first.try_recv().unwrap().position, 1);
        assert_eq!(second.try_recv().unwrap().position, 2);
        assert!(other.try_recv().is_err());
    }

    #[test]
    fn marks_that_were_reached_are_forgotten() {
        let questions = Questions::default();
        drop(mark(&questions, "a"));
        reach(&questions, "a", 1);
        reach(&questions, "unasked", 1);
        assert!(questions.lock().as_ref().unwrap().marks.is_empty());
    }

    #[test]
    fn an_ended_call_takes_no_question() {
        let questions = Questions::default();
        let mut waiting = mark(&questions, "a");
        questions.end();
        assert_eq!(waiting.try_recv(), Err(oneshot::error::TryRecvError::Closed));
        assert!(questions.ask(|waiting| &mut waiting.flushes, || panic!("sent")).is_none());
    }
}
