"""The site itself: the front page and the pages of text."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from cms.models import HomePage, StandardPage
from cms.sample.home import HOME
from cms.sample.texts import STANDARD_PAGES
from cms.sample.writing import write


def load_site() -> HomePage:
    """The front page as the root of the one site, with the pages of text under it."""
    root = Page.get_first_root_node()
    home = HomePage.objects.first() or write(HomePage, root, "home", title="Home", slug="start", body=HOME)
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    wanted = (address.hostname or "localhost", port, home.pk)
    if (site.hostname, site.port, site.root_page_id) != wanted:
        site.hostname, site.port, site.root_page_id = wanted
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
    _drop_welcome_page(home)
    for slug, (title, lede, body) in STANDARD_PAGES.items():
        write(StandardPage, home, slug, title=title, slug=slug, lede=lede, body=body, is_sample=True)
    return home


def _drop_welcome_page(home: HomePage) -> None:
    """Wagtail's own first page, where nobody has made it a real one."""
    for page in Page.objects.filter(depth=2, slug="home", numchild=0).exclude(pk=home.pk):
        if page.specific_class is Page:
            page.delete()
