"""The channels of an installation, as its settings name them."""

import pytest

from tracker.errors import SettingsError
from tracker.notify.addresses import redacted
from tracker.notify.channels import Carries, ChannelError, Kind
from tracker.notify.registry import open_channels

# Of a library that Apprise loads to see whether it is there.
OLD_LIBRARY = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
MAIL = "smtp://mail.shili.example?from=a@shili.example"


def test_without_a_setting_there_is_the_console():
    (channel,) = open_channels(())
    assert (channel.name, channel.kind, channel.carries) == ("console", Kind.CONSOLE, Carries.MAIL)


def test_channels_are_known_by_their_scheme_or_the_name_they_are_given():
    channels = open_channels([MAIL, "wecom://a", "wecom://b?name=教育局群&unit=县教育局&per_minute=5"])
    assert [channel.name for channel in channels] == ["smtp", "wecom", "教育局群"]
    assert [channel.scope for channel in channels] == [None, None, "县教育局"]
    assert [channel.per_minute for channel in channels] == [None, 20, 5]


@OLD_LIBRARY
@pytest.mark.parametrize(
    ("urls", "why"),
    [
        pytest.param(["console://", MAIL], "只能有一个邮件出口", id="two ways of mail"),
        pytest.param([MAIL, "relay:///srv/out?from=a@b"], "只能有一个邮件出口", id="mail and relay"),
        pytest.param(
            ["sms+https://a.example/", "relay:///srv/out?format=json&to=phone"], "只能有一个短信出口", id="two ways of SMS"
        ),
        pytest.param(["wecom://a", "wecom://b"], "名称都是“wecom”", id="one name for two"),
        pytest.param(["pigeon://roof"], "其中有一个不是", id="no such way"),
        pytest.param(["mail.shili.example"], "缺少开头的方式", id="no way at all"),
        pytest.param(["smtp://[::1"], "不能识别", id="no address"),
        pytest.param(["wecom://a#b"], "%23", id="a part that would be lost"),
        pytest.param(["console://?name=a/b"], "name 须在", id="a name that breaks addresses"),
        pytest.param(["apprise+nosuch://x"], "Apprise 不认识", id="unknown to Apprise"),
    ],
)
def test_what_contradicts_itself_is_refused(urls, why):
    with pytest.raises(SettingsError, match=why) as caught:
        open_channels(urls)
    assert "shili" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("smtp://office:geheim@mail.shili.example:587?from=a@b", "smtp://mail.shili.example:587"),
        ("wecom://geheim?name=a", "wecom://******"),
        ("feishu://geheim?secret=geheim&base=https://feishu.shili.example/x", "feishu://******（feishu.shili.example）"),
        ("webhook+https://oa.shili.example/in/geheim?secret=geheim", "webhook+https://oa.shili.example/******"),
        ("sms+https://sms.shili.example?token=geheim", "sms+https://sms.shili.example"),
        ("apprise+ntfys://geheim@ntfy.sh/geheim", "apprise+ntfys://******"),
        ("relay:///srv/outbox?from=a@b", "relay:///srv/outbox"),
    ],
)
def test_what_may_be_shown_of_an_address(url, shown):
    assert redacted(url) == shown


@OLD_LIBRARY
def test_a_service_that_apprise_reaches(gateway, message):
    (channel,) = open_channels([f"apprise+json://{gateway.place}/in?name=其他"])
    with channel.session() as session:
        session.send("", message)
    assert gateway.received[0].json["message"] == message.short
    gateway.answers({}, status=302, Location=f"{gateway.url}/elsewhere")
    with pytest.raises(ChannelError) as caught:
        channel.send("", message)
    assert caught.value.may_have_arrived
    assert len(gateway.received) == 2


@OLD_LIBRARY
def test_why_robots_are_not_left_to_apprise(gateway, monkeypatch):
    """Where this fails, a newer Apprise reads the makers' codes: see docs/decisions/0028-robots-are-our-own.md."""
    from apprise import Apprise
    from apprise.plugins.wecombot import NotifyWeComBot

    monkeypatch.setattr(NotifyWeComBot, "notify_url", gateway.url + "/?key={key}")
    gateway.answers({"errcode": 93000, "errmsg": "invalid webhook url"})
    service = Apprise()
    service.add("wecombot://abc")
    assert service.notify(body="提醒")
