"""What the vendor's page says the widget does, as a machine that predicts it act by act.

Written from the vendor's page and the observed facts alone: no line of it is shared with the
stub, and none was written by looking at what the stub does. Each prediction names the sentence
that it rests on (`sentences`). Where the page is silent the model says nothing (`UNKNOWN`), and
counts that it did, by section, so that a report can tell what was not judged.

The model is pure: it gets worlds, steps and what was seen as plain data in the words of the
scenario language, and predicts in those words too, so that a prediction can be written into a
scenario as it is.
"""

from __future__ import annotations

from harness.model.machine import Model
from harness.model.prediction import Prediction
from harness.model.seen import Occurrence, Seen
from harness.model.sentences import SENTENCES, Sentence

__all__ = ["SENTENCES", "Model", "Occurrence", "Prediction", "Seen", "Sentence"]
