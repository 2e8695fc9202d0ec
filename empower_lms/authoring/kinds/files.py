"""What can be wrong with files, YAML, front matter and Markdown, before anyone asks what they mean."""

from empower_lms.authoring.kinds.define import error, warning
from empower_lms.domain.translation import noop as _

NO_CATALOGUE = error(
    "CAT001",
    "No catalogue here",
    _("There is no catalogue.yaml in '{folder}', so this is not a catalogue."),
    _("Name the folder that holds catalogue.yaml, or make one with: empower-lms new {folder}"),
    "A catalogue is a folder with a catalogue.yaml, one folder per course and a folder of scope cards.",
)
NO_COURSE_FILE = error(
    "CAT002",
    "Course folder without course.yaml",
    _("The folder '{folder}' has lessons or questions, but no course.yaml."),
    _("Write a course.yaml with id, title, objectives and outline, or move the files to their course."),
    "A course is a folder with a course.yaml. Without it nobody knows the objectives and the outline.",
)
UNKNOWN_FILE = warning(
    "CAT003",
    "File that nothing reads",
    _("Nothing reads the file '{name}'."),
    _("Expected here: {expected}."),
    "A file with another name or in another place than the format knows is left out. Usually the name has a typo. "
    "Files that begin with a dot, README.md and __init__.py are passed over in silence.",
)
TOO_MANY_FILES = error(
    "CAT004",
    "Too many files",
    _("The catalogue has more than {limit} files; the rest was not read."),
    _("Split the catalogue, or check whether the folder is the right one."),
    "The limit protects against reading a whole disk by mistake.",
)
BROKEN_UTF8 = error(
    "SRC001",
    "Not UTF-8",
    _("This line holds the byte {byte}, which is not UTF-8 text."),
    _("Save the file with the encoding UTF-8."),
    "All text is UTF-8, so that umlauts mean the same on every machine.",
)
BYTE_ORDER_MARK = warning(
    "SRC002",
    "Byte order mark",
    _("The file begins with a byte order mark."),
    _("Save the file as 'UTF-8', not as 'UTF-8 with BOM'."),
    "The mark is invisible and confuses other tools. It is ignored here.",
)
CONTROL_CHARACTER = error(
    "SRC003",
    "Control character",
    _("The text holds the control character {character}, which no course package can carry."),
    _("Delete the character; it is usually left over from copying out of a document."),
    "XML, and so OLX, has no way to write these characters.",
)
TOO_LARGE = error(
    "SRC004",
    "File too large",
    _("The file has {size} bytes; a text file of a course has at most {limit}."),
    _("Split the file, or check whether it is text at all."),
    "A lesson of ten minutes has about 10,000 bytes. Far larger files are a mistake or an attack.",
)
LEADS_OUTSIDE = error(
    "SRC005",
    "Link that leads out of the catalogue",
    _("'{name}' is a link that leads out of the catalogue."),
    _("Copy the file into the catalogue instead of linking to it."),
    "A catalogue is read on other machines and by servers; a link could make them read what they should not.",
)
UNREADABLE = error(
    "SRC006",
    "File can't be read",
    _("The file can't be read: {reason}."),
    _("Check the permissions of the file."),
    "The operating system refused to open the file.",
)
YAML_SYNTAX = error(
    "YAM001",
    "YAML can't be read",
    _("This is not valid YAML: {problem}."),
    _("Check indentation, colons and quotes on this line and the one above."),
    "Text with a colon, a hash or a leading quote has to be quoted.",
)
DUPLICATE_KEY = error(
    "YAM002",
    "Key used twice",
    _("The key '{key}' stands here for the second time; the first is on line {first}."),
    _("Keep one of the two."),
    "YAML readers silently take the last one, and the first is lost.",
)
ALIAS = error(
    "YAM003",
    "Anchor or alias",
    _("YAML anchors and aliases (& and *) are not used here."),
    _("Write the value out. If it is text that begins with & or *, put it into quotes."),
    "A few nested aliases can describe gigabytes; and a reader sees less with them than with the value itself.",
)
YAML_TAG = error(
    "YAM004",
    "YAML tag",
    _("The tag '{tag}' is not used here."),
    _("Delete it, or put the text into quotes."),
    "Tags ask the reader to make special objects. A catalogue holds text, numbers, lists and mappings only.",
)
SURPRISING_VALUE = error(
    "YAM005",
    "Value that YAML reads in another way",
    _("'{value}' is read as something else by YAML programs."),
    _("Write {better}."),
    "YAML 1.1 reads yes, no, on and off as truth values, 012 as octal and 1:30 as ninety.",
)
KEY_NOT_TEXT = error(
    "YAM006",
    "Key that is no text",
    _("This key is not plain text."),
    _("Write a word and a colon, such as 'title: ...'."),
    "Keys are words. Lists and mappings as keys are not used.",
)
TOO_DEEP = error(
    "YAM007",
    "Nested too deeply",
    _("The values are nested more than {limit} levels deep."),
    _("Check brackets and indentation on this line."),
    "No part of the format needs more than six levels.",
)
SEVERAL_DOCUMENTS = error(
    "YAM008",
    "Second YAML document",
    _("A second document begins here; a file holds one."),
    _("Delete the line with '---', or put the second document into a file of its own."),
    "Only the first document would be read, so the rest would be lost.",
)
NOT_A_MAPPING = error(
    "YAM009",
    "No settings at the top",
    _("Expected settings such as 'id: ...' here."),
    _("Write one 'key: value' per line."),
    "Every YAML file and every front matter is a list of keys with values.",
)
NO_FRONT_MATTER = error(
    "FRM001",
    "No front matter",
    _("The file does not begin with a line of three hyphens."),
    _("Begin the file with '---', then 'id: ...', then '---', then the text."),
    "The front matter names the id, which connects the file with the course and with learners' records.",
)
OPEN_FRONT_MATTER = error(
    "FRM002",
    "Front matter without end",
    _("The front matter that begins here has no end."),
    _("Add a line with '---' after the last setting."),
    "Without the end nobody knows where the text begins.",
)
RAW_HTML = error(
    "MD001",
    "Raw HTML",
    _("Raw HTML is not allowed: {html}"),
    _("Use Markdown. To show the characters themselves, write them in `backticks`."),
    "HTML in a course can carry scripts, breaks the layout of the LMS and is hard on screen readers.",
)
LINK_TARGET = error(
    "MD002",
    "Link that is not https",
    _("The link leads to '{target}'; only https: addresses are allowed."),
    _("Write the whole address, beginning with https://"),
    "Relative links break in the LMS, http: can be read on the way, and javascript: and data: run code.",
)
IMAGE = error(
    "MD003",
    "Image",
    _("Images are not supported yet: {target}"),
    _("Describe in words or in a table what the image shows."),
    "Images need a place in the package and a text for those who can't see them; the format has neither yet.",
)
UNKNOWN_DIRECTIVE = error(
    "MD004",
    "Unknown directive",
    _("There is no directive '{name}'."),
    _("Use one of: {known}."),
    "Directives frame a part of a lesson. The list is short so that lessons look alike.",
)
OPEN_DIRECTIVE = error(
    "MD005",
    "Directive without end",
    _("The directive '{name}' that begins here has no end."),
    _("Add a line with ':::' after its last line."),
    "Without the end the frame would swallow the rest of the lesson.",
)
TOP_HEADING = error(
    "MD006",
    "Heading of level 1",
    _("The heading '{heading}' has level 1, which belongs to the title of the page."),
    _("Begin with '##'."),
    "A page has one heading of level 1. Screen readers use it to say where one is.",
)
STRAY_DIRECTIVE_END = error(
    "MD007",
    "End of no directive",
    _("This ':::' ends nothing."),
    _("Delete it, or begin the directive above: ':::case Title'."),
    "Usually a line too much, or a beginning without a name.",
)
NO_TEXT = error(
    "MD008",
    "No text",
    _("There is no text below the front matter."),
    _("Write the text after the second '---'."),
    "An empty page or question can't be published.",
)

FILE_KINDS = (
    NO_CATALOGUE,
    NO_COURSE_FILE,
    UNKNOWN_FILE,
    TOO_MANY_FILES,
    BROKEN_UTF8,
    BYTE_ORDER_MARK,
    CONTROL_CHARACTER,
    TOO_LARGE,
    LEADS_OUTSIDE,
    UNREADABLE,
    YAML_SYNTAX,
    DUPLICATE_KEY,
    ALIAS,
    YAML_TAG,
    SURPRISING_VALUE,
    KEY_NOT_TEXT,
    TOO_DEEP,
    SEVERAL_DOCUMENTS,
    NOT_A_MAPPING,
    NO_FRONT_MATTER,
    OPEN_FRONT_MATTER,
    RAW_HTML,
    LINK_TARGET,
    IMAGE,
    UNKNOWN_DIRECTIVE,
    OPEN_DIRECTIVE,
    TOP_HEADING,
    STRAY_DIRECTIVE_END,
    NO_TEXT,
)
