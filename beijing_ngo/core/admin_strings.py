"""Words of the libraries that come without Chinese, or with Chinese that is not ours.

Nobody imports this module: it stands here so that gathering messages keeps them in the portal's own catalogue, which
Django asks first.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DJANGO = [_("This field is required.")]
UNFOLD = [
    _("Select record"),
    _("Select action"),
    _("Select action to run"),
    _("Select value"),
    _("Select all rows"),
    _("Run"),
    _("Value"),
    _("From"),
    _("To"),
    _("Date from"),
    _("Date to"),
    _("Filters"),
    _("Apply Filters"),
    _("Reset filters"),
    _("No results found"),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("Type to search"),
    _("Search apps and models..."),
    _("Recent searches"),
    _("No recent searches"),
    _("No results matching your query"),
    _("Loading more results..."),
    _("No data"),
    _("Expand row"),
    _("More actions"),
    _("All applications"),
    _("True"),
    _("False"),
    _("Cancel"),
    _("Record picture"),
    _("This item will be deleted."),
    _("Click to cancel"),
    _("Image preview"),
    _("Click to download"),
    _("Choose file to upload"),
    _("Toggle password visibility"),
    _("Go back"),
    _("Previous"),
    _("Next"),
    _("General"),
    _("Light"),
    _("Dark"),
    _("System"),
    _("Return to site"),
    _("Welcome back to"),
    _("You have been successfully logged out from the administration"),
    _("After you've created a user, you’ll be able to edit more user options."),
    _(
        "Raw passwords are not stored, so there is no way to see this user’s password, but you can change the "
        'password using <a href="{}" class="text-primary-600 dark:text-primary-500">this form</a>.'
    ),
    _("Add row"),
    _("Select format"),
    _("This exporter will export the following fields"),
    _("View traceback"),
    ngettext(
        "\n                    Export %(len)s selected item.\n                ",
        "\n                    Export %(len)s selected items.\n                ",
        1,
    ),
    ngettext(
        "\n                Found %(counter)s result in %(time)s seconds\n            ",
        "\n                Found %(counter)s results in %(time)s seconds\n            ",
        1,
    ),
    _("Choose a date from the list below to revert to a previous version of this object"),
    _("Changes"),
]

IMPORT_EXPORT = [
    _(
        "%(exc_name)s encountered while trying to read file. "
        "Ensure you have chosen the correct format for the file."
    ),
    _("No valid data to import. Ensure your file has the correct headers or data for import."),
    _("export failed due to IllegalCharacterError"),
    _("Resource"),
    _('Select at least 1 field for "%(resource_name)s" to export'),
    _("The following fields are declared in 'import_id_fields' but are not present in the file headers: %s"),
    _("Select all"),
    _("Value could not be parsed."),
    ngettext("Export %(len)s selected item.", "Export %(len)s selected items.", 1),
]

# Django's own Chinese says these less well than an office would.
DJANGO = [
    _("Log out"),
    _("View site"),
    _("Select %s to change"),
    _("Select %s to view"),
]
