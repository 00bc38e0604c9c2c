"""`tracker notify …`: the ways of sending, for the operator of the machine."""

import click

from tracker.cli.common import open_database
from tracker.cli.output import json_option, print_json
from tracker.errors import InvalidInput, TrackerError
from tracker.labels import label
from tracker.notify.channels import Audience
from tracker.notify.registry import open_channels
from tracker.rules.permissions import SYSTEM
from tracker.services import channels


@click.group(help="查看和测试发送渠道。")
def notify() -> None:
    pass


@notify.command("list", help="列出已设置的发送渠道，密码和密钥不显示。")
@json_option
def list_(as_json: bool) -> None:
    settings, _ = open_database()
    configured = open_channels(settings.notify_urls)
    if as_json:
        rows = [
            {"name": one.name, "kind": one.kind, "carries": one.carries, "unit": one.scope, "per_minute": one.per_minute}
            for one in configured
        ]
        print_json({"channels": rows})
        return
    for channel in configured:
        click.echo(f"{channel.name}  {label(channel.kind)}  {channel.shown}  {channel.scope or ''}".rstrip())


@notify.command("test", help="经一个渠道发送测试消息；发给个人的渠道须用 --to 写明收件地址、手机号或登录名。")
@click.argument("name", metavar="名称")
@click.option("--to", "address", default="", help="收件地址、手机号或登录名")
def test(name: str, address: str) -> None:
    settings, database = open_database()
    channel = channels.channel_named(open_channels(settings.notify_urls), name)
    if channel.audience is Audience.PERSON and not address:
        raise InvalidInput(f"“{name}”是发给个人的，请用 --to 写明收件地址、手机号或登录名。")
    error = channels.send_test(channel, address, settings.base_url)
    with database.transaction() as session:
        channels.record_test(session, channel, error, actor=SYSTEM, now=settings.clock.now())
    if error is not None:
        raise TrackerError(f"“{name}”没有发出测试消息：{error}")
    click.echo(f"“{name}”已收下测试消息。")
