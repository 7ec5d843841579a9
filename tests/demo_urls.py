"""The addresses of the demo: for tests of pages that production does not route (`@pytest.mark.urls`)."""

from academy.gallery_urls import urlpatterns as only_in_the_demo
from academy.urls import urlpatterns as everywhere

urlpatterns = [*only_in_the_demo, *everywhere]
