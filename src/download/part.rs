//! The part file, and what is kept beside it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::DownloadError;

/// How much is gathered before it is written, so that the thread is not changed for each piece.
const BATCH: usize = 256 * 1024;

/// The files of a download.
#[derive(Clone)]
pub(super) struct Files {
    /// Where the content ends up.
    pub(super) whole: PathBuf,
    /// Where it is until it is whole.
    pub(super) part: PathBuf,
    /// What that is a part of.
    pub(super) tag: PathBuf,
}

/// What a part file is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// The entity tag of the content.
    pub(super) etag: String,
    /// How long the whole is, where that is known.
    pub(super) length: Option<u64>,
    /// Which content it is: two can have the same entity tag.
    pub(super) target: u64,
}

impl Files {
    pub(super) fn of(whole: &Path) -> Self {
        let beside = |ending: &str| {
            let mut name = whole.as_os_str().to_owned();
            name.push(OsString::from(ending));
            PathBuf::from(name)
        };
        Self { whole: whole.to_owned(), part: beside(".part"), tag: beside(".part.tag") }
    }

    /// Fails where there is no folder to write into: better before the request than behind it.
    pub(super) async fn check(&self) -> Result<(), DownloadError> {
        let folder = self.part.parent().filter(|folder| !folder.as_os_str().is_empty());
        let Some(folder) = folder.map(Path::to_owned) else { return Ok(()) };
        on_disk("create", &self.part, move || {
            if fs::metadata(folder)?.is_dir() { Ok(()) } else { Err(ErrorKind::NotADirectory.into()) }
        })
        .await
    }

    /// What an earlier run left of that content: its tag, and how many bytes there are. Nothing where it cannot be gone
    /// on with.
    pub(super) async fn left(&self, target: u64) -> Result<Option<(Tag, u64)>, DownloadError> {
        let files = self.clone();
        on_disk("read", &self.part, move || {
            let (tag, part) = (fs::read_to_string(&files.tag), fs::metadata(&files.part));
            let (tag, part) = match (tag, part) {
                (Ok(tag), Ok(part)) => (Tag::read(&tag), part.len()),
                (Err(fault), _) if fault.kind() == ErrorKind::InvalidData => (None, 0), // no text, so none of ours
                (Err(fault), _) | (_, Err(fault)) if fault.kind() != ErrorKind::NotFound => {
                    return Err(fault);
                }
                _ => (None, 0),
            };
            Ok(tag.filter(|tag| tag.target == target && part > 0).map(|tag| (tag, part)))
        })
        .await
    }
}

impl Tag {
    /// As the file has it: a line for each.
    fn text(&self) -> String {
        let length = self.length.map_or_else(|| "unknown".to_owned(), |length| length.to_string());
        format!("{}\n{length}\n{:016x}\n", self.etag, self.target)
    }

    /// Nothing where the file is not whole, or another program's.
    fn read(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (etag, length, target) = (lines.next()?, lines.next()?, lines.next()?);
        let length = if length == "unknown" { None } else { Some(length.parse().ok()?) };
        let target = u64::from_str_radix(target, 16).ok()?;
        (!etag.is_empty() && lines.next().is_none()).then(|| Self { etag: etag.to_owned(), length, target })
    }
}

/// A part file that is being written.
///
/// What it holds is at every moment the beginning of the content, so that it can be gone on with whenever it ends. Files
/// are written on the blocking threads of tokio, a batch at a time: that is what `tokio::fs` does as well, once for each
/// piece and with a copy of it.
pub(super) struct Part {
    files: Files,
    /// It goes along to the blocking thread and comes back.
    file: Option<File>,
    pending: Vec<Bytes>,
    pending_bytes: usize,
}

impl Part {
    /// A new part file. What there is of an earlier one goes.
    pub(super) async fn create(files: Files, tag: Option<Tag>) -> Result<Self, DownloadError> {
        let on = files.clone();
        let file = on_disk("create", &files.part, move || {
            remove(&on.tag)?;
            // Not truncated: a run that was dropped a moment ago may still write its last batch into the old one.
            remove(&on.part)?;
            let file = OpenOptions::new().write(true).create_new(true).open(&on.part)?;
            if let Some(tag) = tag {
                fs::write(&on.tag, tag.text())?;
            }
            Ok(file)
        });
        let file = Some(file.await?);
        Ok(Self { files, file, pending: Vec::new(), pending_bytes: 0 })
    }

    /// The part file of an earlier run, to be written on behind its first bytes.
    pub(super) async fn open(files: Files, received: u64) -> Result<Self, DownloadError> {
        let path = files.part.clone();
        let file = on_disk("open", &files.part, move || {
            let mut file = OpenOptions::new().write(true).open(path)?;
            file.seek(SeekFrom::Start(received))?;
            Ok(file)
        });
        let file = Some(file.await?);
        Ok(Self { files, file, pending: Vec::new(), pending_bytes: 0 })
    }

    /// Adds a piece.
    pub(super) async fn add(&mut self, piece: Bytes) -> Result<(), DownloadError> {
        self.pending_bytes += piece.len();
        self.pending.push(piece);
        if self.pending_bytes >= BATCH { self.flush().await } else { Ok(()) }
    }

    /// Hands what is gathered to the system.
    pub(super) async fn flush(&mut self) -> Result<(), DownloadError> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let pending = std::mem::take(&mut self.pending);
        self.pending_bytes = 0;
        let file = on_disk("write", &self.files.part, move || {
            pending.iter().try_for_each(|piece| file.write_all(piece))?;
            Ok(file)
        });
        self.file = Some(file.await?);
        Ok(())
    }

    /// Makes the whole file of it, once it is on the disk.
    pub(super) async fn finish(mut self) -> Result<PathBuf, DownloadError> {
        self.flush().await?;
        let Files { whole, part, tag } = self.files;
        let file = self.file;
        let from = part.clone();
        on_disk("write", &from, move || file.map_or(Ok(()), |file| file.sync_all())).await?;
        let to = whole.clone();
        on_disk("rename the part file to", &whole, move || {
            fs::rename(part, to)?;
            remove(&tag)
        })
        .await?;
        Ok(whole)
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

/// Does something with a file, off the threads that run futures. It is done to its end also where nobody waits any more.
async fn on_disk<T: Send + 'static>(
    action: &'static str,
    path: &Path,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, DownloadError> {
    let done = tokio::task::spawn_blocking(work).await.unwrap_or_else(|fault| Err(io::Error::other(fault)));
    done.map_err(|source| DownloadError::Disk { action, path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_reads_back_and_a_torn_one_is_none() {
        for length in [Some(44), None] {
            let tag = Tag { etag: "\"{a b},1\"".to_owned(), length, target: 7 };
            let text = tag.text();
            assert_eq!(Tag::read(&text), Some(tag));
            for end in 0..text.len() {
                assert_eq!(Tag::read(&text[..end]), None, "{end}");
            }
            assert_eq!(Tag::read(&format!("{text}more\n")), None);
        }
        assert_eq!(Tag::read("\n1\n2\n"), None);
    }
}
