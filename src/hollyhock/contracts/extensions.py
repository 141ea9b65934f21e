"""What a package of somebody else's can add: the groups in which its entry points stand.

An entry point is a line of a package's metadata (PyPA, "Entry points specification"); installing the package is all.
"""

CHANNELS = "hollyhock.channels"
"""Name: the medium, as entry points and interactions have it. Object: a function ``(ChannelContext) -> Channel``."""
MEDIA = "hollyhock.media"
"""Name: a channel's medium. Object: its ``contracts.directory.Names``, for screens; without it the code is shown."""
APPS = "hollyhock.apps"
"""Name: the app's label. Object: a Django app package that is laid out as those of ``hollyhock.apps``."""
