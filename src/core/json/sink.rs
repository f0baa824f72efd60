//! Where a value goes that is handed out: as text, or as a [`Json`] to walk through. What becomes of it is decided
//! before, once for both.

use std::borrow::Cow;
use std::mem;

use super::tape::Node;
use super::{Json, Writer};

pub(crate) trait Sink: Sized {
    fn object(&mut self, members: impl FnOnce(&mut Self));
    fn array(&mut self, items: impl FnOnce(&mut Self));
    /// A member's name, one of ours.
    fn key(&mut self, name: &'static str) -> &mut Self;
    /// The same of a body.
    fn name(&mut self, name: Node<'_>) -> &mut Self;
    fn text(&mut self, text: &str);
    /// An integer that every JSON reader takes exactly.
    fn exact(&mut self, integer: &str);
    /// What may be handed out as it stands.
    fn plain(&mut self, node: Node<'_>);
}

impl Sink for Writer {
    fn object(&mut self, members: impl FnOnce(&mut Self)) {
        self.object(members);
    }

    fn array(&mut self, items: impl FnOnce(&mut Self)) {
        self.array(items);
    }

    fn key(&mut self, name: &'static str) -> &mut Self {
        self.key(name)
    }

    fn name(&mut self, name: Node<'_>) -> &mut Self {
        if !name.is_plain() {
            return self.any_key(&name.name());
        }
        self.word(name.as_str());
        self.raw().push(b':');
        self
    }

    fn text(&mut self, text: &str) {
        self.text(text);
    }

    fn exact(&mut self, integer: &str) {
        self.word(integer);
    }

    fn plain(&mut self, node: Node<'_>) {
        self.word(node.as_str());
    }
}

/// What was written so far at one level, a list's items under no name.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    name: Cow<'static, str>,
    written: Vec<(Cow<'static, str>, Json)>,
}

impl Builder {
    /// What one call wrote.
    pub fn of(write: impl FnOnce(&mut Self)) -> Json {
        let mut to = Self::default();
        write(&mut to);
        to.written.pop().map_or(Json::Null, |(_, json)| json)
    }

    fn put(&mut self, json: Json) {
        self.written.push((mem::take(&mut self.name), json));
    }

    fn within(&mut self, write: impl FnOnce(&mut Self)) -> Vec<(Cow<'static, str>, Json)> {
        let around = mem::take(self);
        write(self);
        mem::replace(self, around).written
    }
}

impl Sink for Builder {
    fn object(&mut self, members: impl FnOnce(&mut Self)) {
        let members = self.within(members);
        self.put(Json::Object(members));
    }

    fn array(&mut self, items: impl FnOnce(&mut Self)) {
        let items = self.within(items).into_iter().map(|(_, json)| json).collect();
        self.put(Json::List(items));
    }

    fn key(&mut self, name: &'static str) -> &mut Self {
        self.name = name.into();
        self
    }

    fn name(&mut self, name: Node<'_>) -> &mut Self {
        self.name = name.name().into_owned().into();
        self
    }

    fn text(&mut self, text: &str) {
        self.put(Json::Text(text.to_owned()));
    }

    fn exact(&mut self, integer: &str) {
        self.put(Json::Integer(integer.parse().unwrap_or_default()));
    }

    fn plain(&mut self, node: Node<'_>) {
        self.put(Json::read(node));
    }
}
