"""The Tutor plug-in: ``tutor plugins enable empower`` brings empower-lms into LMS, Studio and their images.

It runs in Tutor's own Python and imports nothing of ours but the version.
"""

from tutor.hooks.catalog import Filters

from empower_lms import __version__

Filters.CONFIG_DEFAULTS.add_items(
    [
        ("EMPOWER_VERSION", __version__),
        # Anything that pip understands; empty where the image has the package already.
        ("EMPOWER_REQUIREMENT", "empower-lms=={{ EMPOWER_VERSION }}"),
        ("EMPOWER_ZONE", "Europe/Berlin"),
        # A folder in the image with a catalogue of one's own; empty for the one that ships.
        ("EMPOWER_CATALOGUE", ""),
        ("EMPOWER_IMPORT_COURSES", False),
    ]
)

# A patch rather than OPENEDX_EXTRA_PIP_REQUIREMENTS, which is the operator's own list. A requirement may hold quotes,
# as in "empower-lms; python_version >= '3.11'".
Filters.ENV_PATCHES.add_item(
    (
        "openedx-dockerfile-post-python-requirements",
        """{% if EMPOWER_REQUIREMENT %}
RUN --mount=type=cache,target=/openedx/.cache/pip,sharing=shared \\
    pip install '{{ EMPOWER_REQUIREMENT | replace("'", "'\\"'\\"'") }}'
{% endif %}""",
    )
)
Filters.ENV_PATCHES.add_item(("openedx-common-settings", "EMPOWER_ZONE = {{ EMPOWER_ZONE | tojson }}"))

# `tutor mounts add ./empower-lms` installs a working copy into image and container.
Filters.MOUNTED_DIRECTORIES.add_item(("openedx", "empower-lms"))

_FIND_CATALOGUE = """
catalogue={{ EMPOWER_CATALOGUE | tojson }}
if [ -z "$catalogue" ]; then
  catalogue=$(python -c 'from importlib.resources import files; print(files("empower_lms.courses"))')
fi
"""

_PUBLISH_CARDS = (
    "./manage.py lms migrate empower_records"
    + _FIND_CATALOGUE
    + './manage.py lms register "$catalogue" --published-by tutor\n'
)

_IMPORT_COURSES = (
    "{% if EMPOWER_IMPORT_COURSES %}"
    + _FIND_CATALOGUE
    + """
packages=$(mktemp -d)
empower-lms build "$catalogue" --output "$packages"
for package in "$packages"/*.tar.gz; do
  folder="${package%.tar.gz}"
  mkdir "$folder"
  tar -xzf "$package" -C "$folder"
  ./manage.py cms import "$folder" course
done
rm -r "$packages"
{% endif %}"""
)

Filters.CLI_DO_INIT_TASKS.add_items([("lms", _PUBLISH_CARDS), ("cms", _IMPORT_COURSES)])
