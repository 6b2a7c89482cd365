from community.battles.ports import BattleStore
from community.quotas import QuotaLedger
from community.settings import SettingsStore
from storage.community.battles import SqlBattleStore
from storage.community.quotas import SqlQuotaLedger
from storage.community.settings import SqlSettingsStore
from storage.database import Database


def test_the_stores_fulfil_their_ports(database: Database) -> None:
    """The assignments are what is tested: mypy checks every signature."""
    battles: BattleStore = SqlBattleStore(database)
    quotas: QuotaLedger = SqlQuotaLedger(database)
    settings: SettingsStore = SqlSettingsStore(database)
    assert None not in (battles, quotas, settings)
