"""The two groups that come with the roles of content editor and Academy manager, and what each may do in Wagtail.

Nobody joins a group by hand: giving and ending a role does it. Wagtail's own two groups go, so that there is one way.
"""

from django.db import migrations

EDITORS, MANAGERS = "Content editors", "Academy managers"
PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
IMAGES = ("add_image", "change_image", "choose_image")
MODELS = (
    ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
    ("courses", "video", "add_video", "Can add video"),
    ("courses", "video", "change_video", "Can change video"),
    ("courses", "video", "delete_video", "Can delete video"),
    ("courses", "video", "view_video", "Can view video"),
    ("cms", "pageproblem", "view_pageproblem", "Can view problem with a page"),
    ("cms", "pageproblem", "change_pageproblem", "Can change problem with a page"),
    ("cms", "pageproblem", "delete_pageproblem", "Can delete problem with a page"),
)


def make_groups(apps, schema_editor):
    group_model = apps.get_model("auth", "Group")
    editors = group_model.objects.get_or_create(name=EDITORS)[0]
    managers = group_model.objects.get_or_create(name=MANAGERS)[0]
    for group in (editors, managers):
        group.permissions.set([_permission(apps, *entry) for entry in MODELS])
        _pages(apps, group, PAGES)
        _images(apps, group)
    _pages(apps, managers, ("bulk_delete_page",))
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.all():
        task.groups.set([editors, managers])
    group_model.objects.filter(name__in=("Editors", "Moderators")).delete()


def _permission(apps, app_label, model, codename, name):
    """The permission, made here when Django has not come to it yet."""
    kind = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)[0]
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=kind, codename=codename, defaults={"name": name})[0]


def _pages(apps, group, codenames):
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    rows = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for codename in codenames:
        name = f"Can {codename.removesuffix('_page').replace('_', ' ')} page"
        permission = _permission(apps, "wagtailcore", "page", codename, name)
        rows.get_or_create(group=group, page=root, permission=permission)


def _images(apps, group):
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for codename in IMAGES:
        permission = _permission(apps, "wagtailimages", "image", codename, f"Can {codename.replace('_', ' ')}")
        rows.get_or_create(group=group, collection=root, permission=permission)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("academy", "0001_initial"),
        ("courses", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
