"""A person's own choice of mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from notices.forms import NoticesForm
from notices.services import Person, choose


class PersonsRequest(HttpRequest):
    """Views behind sign-in know whose request it is."""

    user: Person  # type: ignore[assignment]


def notices(request: PersonsRequest) -> HttpResponse:
    form = NoticesForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        choose(person=request.user, wanted=form.wanted)
        messages.success(request, _("Your choice is saved."))
        return redirect("notices")
    return render(request, "notices/notices.html", {"form": form, "email": request.user.email})
