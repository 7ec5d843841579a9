"""Every address of the site: the composition root of the web side."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler403 = "academy.shared.refused_views.refused"

urlpatterns: list[URLPattern | URLResolver] = [
    path("editors/", include("cms.editor_urls")),
    path("editors/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # before allauth's: a few of its pages are answered by views of ours
    path("", include("academy.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("academy.keeping.urls")),
    path("", include("academy.network.urls")),
    path("", include("academy.shared.urls")),
    path("", include("courses.urls")),
    path("", include("learners.urls")),
    path("", include("cms.urls")),
]

if settings.DEMO:
    urlpatterns += [path("", include("academy.gallery_urls"))]

urlpatterns += [path("", include("cms.page_urls")), path("", include(wagtail_urls))]
