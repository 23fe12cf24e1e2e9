from django.urls import path, re_path

from beijing_ngo.core.share_views import CodeView, OEmbedView, ShareImageView

urlpatterns = [
    re_path(
        r"^share/(?P<kind>[a-z]+)/(?P<slug>[-\w]+)/(?P<language>[a-z-]+)/qr\.(?P<extension>svg|png)$",
        CodeView.as_view(),
        name="share_code",
    ),
    path(
        "share/<slug:kind>/<slug:slug>/<slug:language>/<slug:digest>.png",
        ShareImageView.as_view(),
        name="share_image",
    ),
    re_path(r"^oembed\.(?P<extension>json|xml)$", OEmbedView.as_view(), name="oembed"),
]
