"""What a hub writes down about a venue."""

from django import forms

from courses.delivery.models import Venue
from courses.delivery.venue_actions import VenueFacts


class VenueForm(forms.ModelForm[Venue]):
    """A place, with what somebody needs to know to get in and stay."""

    map_url = forms.URLField(
        label="Link to a map",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Write the whole link, like https://maps.example.org/abc."},
    )

    class Meta:
        model = Venue
        fields = (
            "name",
            "address",
            "postcode",
            "map_url",
            "entrance",
            "step_free",
            "accessible_toilet",
            "hearing_loop",
            "parking",
            "transport",
            "capacity",
        )
        labels = {
            "name": "Name of the venue",
            "address": "Street and town",
            "entrance": "The way in",
            "step_free": "Step-free from the street to the room",
            "accessible_toilet": "Accessible toilet",
            "hearing_loop": "Hearing loop",
            "transport": "Bus and train",
            "capacity": "People the room holds",
        }
        help_texts = {
            "entrance": "Which door, which bell, which floor.",
            "parking": "How far, what it costs, blue badge bays.",
        }
        widgets = {
            "step_free": forms.RadioSelect,
            "accessible_toilet": forms.RadioSelect,
            "hearing_loop": forms.RadioSelect,
            "entrance": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "name": {"required": "Write what the place is called."},
            "address": {"required": "Write where it is."},
            "capacity": {"invalid": "Write a number."},
        }

    def facts(self) -> VenueFacts:
        data = self.cleaned_data
        return VenueFacts(**{name: data[name] for name in VenueFacts.__slots__})
