"""Loads the sample Academy, or brings it up to date."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from academy.shared import clock
from cms.sample.allocations import load_allocations
from cms.sample.courses import load_courses
from cms.sample.dates import load_dates
from cms.sample.figures import load_figures
from cms.sample.group import load_group
from cms.sample.handed_in import load_handed_in
from cms.sample.hubs import load_hubs
from cms.sample.judged import load_judged
from cms.sample.letters import load_letters
from cms.sample.people import load_people
from cms.sample.planning import load_plans
from cms.sample.portfolio import load_portfolio
from cms.sample.portfolio_files import load_portfolio_files
from cms.sample.qualifications import load_qualifications
from cms.sample.registrations import load_registrations
from cms.sample.site import load_site
from cms.sample.taught import load_taught
from cms.sample.today import load_today
from cms.sample.twice import load_twice
from cms.sample.videos import load_videos
from cms.sample.voices import load_voices
from cms.sample.waiting import load_waiting
from cms.sample.witnesses import load_witnesses


class Command(BaseCommand):
    """May be run as often as one likes. Everything it makes is marked as sample."""

    help = "Load the sample Academy: pages, five courses, ten videos, three hubs, dates and some people."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            home = load_site()
            load_courses(home, load_videos())
            load_taught(home)
            hubs = load_hubs()
            people = load_people(now=clock.now())
            load_dates(now=clock.now())
            load_letters(now=clock.now())
            load_waiting(now=clock.now())
            load_today(now=clock.now())
            load_figures(now=clock.now())
            load_group(now=clock.now())
            load_voices(now=clock.now())
            load_twice(now=clock.now())
            load_qualifications(now=clock.now())
            load_registrations(now=clock.now())
            load_allocations(now=clock.now())
            load_plans(now=clock.now())
            load_witnesses(now=clock.now())
            load_handed_in(now=clock.now())
            load_judged(now=clock.now())
            load_portfolio_files(now=clock.now())
            load_portfolio(now=clock.now())
        if options["verbosity"]:
            self.stdout.write(f"The sample Academy is loaded: {len(hubs)} hubs, {len(people)} people.")
