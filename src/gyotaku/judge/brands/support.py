"""When a name that is also an ordinary word, a surname or three letters may be taken for the brand."""

from __future__ import annotations

from collections.abc import Mapping

from gyotaku.judge.brands.catalogue import Brand
from gyotaku.judge.brands.folding import fold
from gyotaku.model import Evidence


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in text.split())


TRADES: Mapping[str, tuple[str, ...]] = {
    sector: _words(words)
    for sector, words in {
        "bank": "bank banking konto compte cuenta conta account banco 口座 銀行 振込 ログイン デビット 取引 iban pix",
        "card": "card karte carte cartão カード クレジット 明細 利用 bancaire",
        "payment": "payment paiement zahlung pagamento 支払 決済 account wallet transfer reembolso",
        "securities": "証券 口座 取引 株式 ログイン 認証 account trading",
        "crypto": "wallet crypto bitcoin btc token seed recovery firmware 2fa two-factor breach security usdt "
        "仮想通貨 暗号資産 airdrop claim ウォレット",
        "loan": "借入 返済 ローン カード 会員 loan",
        "delivery": "parcel package paket colis encomenda pacote paquete pakket pakje delivery shipment tracking "
        "entrega livraison lieferung 荷物 配達 配送 お届け 小包 再配達 不在",
        "telecom": "bill invoice rechnung facture fatura 料金 請求 携帯 mail webmail インターネット account "
        "mobile internet fibre abonnement forfait 会員 メールボックス サポート",
        "webmail": "mail webmail mailbox password storage account メール パスワード 容量 アカウント",
        "hosting": "domain server hosting mailbox webmail サーバー ドメイン メール 契約 更新 renewal",
        "retail": "reward gift survey winner order gewinn geschenk cadeau regalo recompensa points coupon 注文 "
        "会員 ポイント 購入 クーポン umfrage gutschein carte sondage voucher 通販",
        "security": "antivirus anti-virus subscription renew protection expired virus abo abonnement 更新 ウイルス",
        "software": "領収書 receipt purchase icloud サインイン account subscription document file sign-in "
        "password アカウント ライセンス 共有",
        "streaming": "subscription membership payment abo abonnement assinatura streaming 会員 支払 プラン",
        "game": "account game gift trade アカウント ゲーム プレイ",
        "travel": "flight mileage miles booking reservation hotel マイル マイレージ 航空 予約 搭乗 会員 reward",
        "transport": "trip ride receipt 乗車 予約 通行 利用 料金 会員 カード ticket bahn チャージ",
        "utility": "電気 電力 ガス 料金 請求 停止 水道 受信料 energie bill rechnung électricité",
        "government": "税 給付 還付 納付 年金 保険 tax refund 申告 差押 マイナンバー 調査 出頭 逮捕 "
        "remboursement multa",
        "insurance": "insurance plan saúde 保険 契約 quote medicare policy",
        "points": "ポイント points pontos 会員",
        "lottery": "当選 抽選 宝くじ くじ",
        "tickets": "チケット 公演 抽選 会員",
        "sns": "account login sign-in password アカウント ログイン 友だち friend message page policy copyright",
        "club": "mitglied member survey gutschein notfall reward cadeau noodpakket",
        "other": "account アカウント 会員 password",
    }.items()
}

_NEEDED = {"display-alone": 1, "display": 2, "subject-claim": 2, "display-part": 3}
"""Words of the trade that must stand in the mail, by how plainly the mail introduces itself with the name."""


def supported(brand: Brand, places: Mapping[str, Evidence], alone: bool, folded: str) -> bool:
    """Whether weak names may speak for the brand though nothing else does.

    They must stand where a mail introduces itself, and the mail's words must be of the brand's trade. ``alone`` = the
    display name is nothing but the name.
    """
    needed = [_NEEDED[place] for place in places if place in _NEEDED]
    if alone:
        needed.append(_NEEDED["display-alone"])
    if not needed:
        return False
    words = TRADES.get(brand.sector, TRADES["other"])
    return sum(word in folded for word in words) >= min(needed)
