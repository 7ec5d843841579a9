"""Uploading a video, with everything that a person needs who cannot hear or see it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from wagtail.admin.forms import WagtailAdminModelForm

from courses.catalogue.actions import video_changed
from courses.catalogue.models import Lesson
from courses.media.models import Video
from courses.media.mp4 import NotMp4, seconds_in
from courses.media.rules import captions_fault, length_fault, reasons_against_showing

MOST_BYTES = 1_000_000_000
WEBP = (b"RIFF", b"WEBP")  # with the length of the file between them


class VideoForm(WagtailAdminModelForm):
    """Length and size are read from the file. What is shown in a lesson keeps its captions and words."""

    class Meta:
        model = Video
        fields = ("title", "file", "audio", "poster", "captions", "transcript", "is_sample")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            self.instance.duration_s = self._length(file, "video")
            self.instance.bytes = file.size
        return file

    def clean_audio(self) -> Any:
        audio = self.cleaned_data["audio"]
        if isinstance(audio, UploadedFile):
            self._length(audio, "sound")
        self.instance.audio_bytes = audio.size if audio else 0
        return audio

    def clean_poster(self) -> Any:
        poster = self.cleaned_data["poster"]
        if isinstance(poster, UploadedFile):
            head = poster.read(12)
            if (head[:4], head[8:]) != WEBP:
                raise forms.ValidationError("The still picture must be a WebP file.")
        return poster

    def clean_captions(self) -> str:
        captions = self.cleaned_data["captions"].replace("\r\n", "\n").strip()
        fault = captions_fault(captions) if captions else ""
        if fault:
            raise forms.ValidationError(f"Browsers cannot read these captions. {fault}")
        return f"{captions}\n" if captions else ""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or not self.instance.pk:
            return
        lesson = Lesson.objects.filter(video=self.instance.pk, published=True).order_by("pk").first()
        if lesson is not None:
            for words in reasons_against_showing(self.instance):
                self.add_error(None, f"{words} The lesson “{lesson.title}” shows this video.")

    def save(self, commit: bool = True) -> Video:
        another = bool(self.instance.pk) and "file" in self.changed_data
        if another:
            self.instance.content_version += 1
        video: Video = super().save(commit=commit)
        if another and commit:
            video_changed(video_id=video.pk)
        return video

    def _length(self, file: UploadedFile, what: str) -> int:
        """Seconds of an uploaded file, decided by its content and never by its name."""
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                "This file is larger than 1 GB. Make it smaller before you upload it."
            )
        try:
            seconds = seconds_in(file, file.size or 0)
        except NotMp4 as error:
            words = f"This {what} is not an MP4 file that browsers can play: {error}."
            raise forms.ValidationError(f"{words} Export it again as MP4 (H.264 and AAC).") from error
        if fault := length_fault(seconds):
            raise forms.ValidationError(fault)
        return seconds
