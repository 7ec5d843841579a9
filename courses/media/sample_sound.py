"""The sound of the sample films: slow chords of sine tones, and a soft bell when a new line comes."""

CHORDS = (  # semitones above the key note: tonic, fourth, sixth, fifth, with added seconds for warmth
    (0, 7, 12, 16, 19),
    (5, 9, 12, 17, 19),
    (-3, 4, 9, 12, 16),
    (-5, 2, 7, 11, 14),
    (0, 7, 12, 14, 16),
)
BELLS = (24, 26, 28, 31, 33)
KEYS = (130.81, 146.83, 123.47, 138.59, 116.54)  # hertz, around the C below the middle one


def tones(starts: list[float], seconds: int, name: str) -> str:
    """A source for ffmpeg: a chord for the title and for each line, in a key that depends on the name."""
    key = KEYS[sum(name.encode()) % len(KEYS)]
    marks = [0.0, *starts, float(seconds)]
    pads = [
        pad(key, CHORDS[index % len(CHORDS)], marks[index], marks[index + 1])
        for index in range(len(marks) - 1)
    ]
    bells = [bell(key, BELLS[index % len(BELLS)], start + 0.1) for index, start in enumerate(starts)]
    sum_of_all = "+".join([*pads, *bells])
    fades = f"afade=t=in:d=0.6,afade=t=out:st={seconds - 1.8:.2f}:d=1.8"
    return (
        f"aevalsrc='{sum_of_all}':s=32000:d={seconds},lowpass=f=2200,"
        f"aecho=0.8:0.7:90|170:0.25|0.18,{fades},loudnorm=I=-23:TP=-3:LRA=7,aresample=32000"
    )


def pitch(key: float, semitones: int) -> float:
    return key * 2 ** (semitones / 12)


def pad(key: float, chord: tuple[int, ...], start: float, end: float) -> str:
    """A chord that swells and ebbs over its line and a little beyond."""
    swell = f"clip((t-{start:.2f})/0.9,0,1)*clip(({end + 0.7:.2f}-t)/1.2,0,1)"
    voices = "+".join(
        f"sin(2*PI*{pitch(key, note):.2f}*t+0.4*sin(2*PI*0.31*t+{index}))*{0.5 / (1 + 0.35 * index):.3f}"
        for index, note in enumerate(chord)
    )
    return f"0.12*{swell}*({voices})"


def bell(key: float, note: int, start: float) -> str:
    """One soft stroke that dies away."""
    since = f"(t-{start:.2f})"
    wave = f"(sin(2*PI*{pitch(key, note):.2f}*t)+0.25*sin(2*PI*{pitch(key, note + 12):.2f}*t))"
    return f"0.09*gte(t,{start:.2f})*exp(-3.2*max(0,{since}))*clip({since}/0.02,0,1)*{wave}"
