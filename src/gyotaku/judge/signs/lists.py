"""Names that several signs look up: mailing services, role mailboxes, endings of domain names.

Seen in: ``Return-Path`` and ``Received`` of newsletters and Japanese notices (mailing services), RFC 2142 (role
mailboxes), ISO 3166 (endings).
A list is data: an entry too many makes a sign silent or weaker, never louder, except where its comment says otherwise.
"""

from __future__ import annotations

from typing import Final

MAILING_SERVICES: Final = frozenset(
    """
    amazonses.com sendgrid.net sendgrid.com mailgun.org mailgun.net mailgun.info mcsv.net mcdlv.net rsgsv.net
    mailchimpapp.net mandrillapp.com sparkpostmail.com sparkpost.com mailjet.com sendinblue.com brevo.com sib.email
    postmarkapp.com mtasv.net exacttarget.com exct.net salesforce.com mktomail.com marketo.org hubspotemail.net
    hubspot.com klaviyomail.com klaviyo.com constantcontact.com ccsend.com responsys.net rsys2.com bm.rsys.com
    eloqua.com en25.com cheetahmail.com chtah.net campaign-archive.com cmail19.com cmail20.com createsend.com
    getresponse.com getresponse-mail.com inxserver.com inxmail.de ecircle-ag.com elaine-asp.de artegic.net emarsys.net
    mailerlite.com mlsend.com icontact.com aweber.com sailthru.com zendesk.com freshdesk.com intercom-mail.com
    freshemail.io customeriomail.com braze.com iterable.com mailersend.net elasticemail.com pepipost.net
    netcorecloud.net smtp2go.com socketlabs.com dotmailer.com dotdigital.com silverpop.com mkt41.net
    mpse.jp marketingsuite.jp maildeliver.jp cuenote.jp cuenote.com blastengine.jp benchmarkemail.com combz.jp
    emberpoint.com mailpublisher.jp mpme.jp mpx.jp webcas.jp webcas.net asp-mail.jp myasp.jp kurumashop.net
    shanon.co.jp sps-system.jp listfinder.jp satori.marketing bownow.jp hm-f.jp haihaimail.jp mailing-service.jp
    repica.jp arara.com ssl-mailing.jp cocolomail.jp pardot.com karte.io rtoaster.jp smp.ne.jp spiral-site.com
    outlook.com google.com googlegroups.com pphosted.com ppe-hosted.com mimecast.com messagelabs.com iphmx.com
    barracudanetworks.com securence.com trendmicro.com hornetsecurity.com antispamcloud.com
    etius.jp sakura.ne.jp xserver.jp lolipop.jp heteml.jp kagoya.net bizmw.com securemx.jp
    """.split()
)
"""Registrable domains of hosts that honestly send for others: bulk services, help desks, gateways, mail hosting."""

SERVICE_MESSAGE_IDS: Final = MAILING_SERVICES | frozenset(
    """
    geopod-ismtpd eu-west-1.amazonses.com us-west-2.amazonses.com ap-northeast-1.amazonses.com outlook.com
    mail.gmail.com gmail.com prod.outlook.com apple.com icloud.com yahoo.com mail.yahoo.com github.com
    """.split()
)
"""Domains in honest Message-IDs of mail sent through such a service."""

ROLES: Final = frozenset(
    """
    abuse admin administrator billing contact customer help helpdesk hostmaster info information inquiry it mail
    mailer-daemon marketing newsletter noc office order orders postmaster press privacy recruit root sales security
    service services shop soumu staff support sysadmin tech test toiawase web webmaster keiri jinji eigyo otoiawase
    """.split()
)
"""Local parts of mailboxes that stand for a task, not a person (RFC 2142 and common Japanese ones)."""

GENERIC_CC: Final = frozenset("ai cc co fm gg io is la ly me pw sh so st tk to tv vc ws eu".split())
"""Two-letter endings sold to the whole world: they tell no country."""

CHEAP_ENDINGS: Final = frozenset(
    """
    bar beauty best bond buzz cam casa cc cfd click club cn cyou dev fit fun ga gq hair homes host icu info ink lat life
    link live lol lat makeup mom monster my.id online pics press pro pw quest rest ru run sbs shop site skin space store
    su surf tk today top vip wang wiki win work world wtf xin xyz yachts
    """.split()
)
"""Endings that phishing mails use far above their share (antiphishing.jp monthly reports, 2025: .cn, .top, .cc, .sbs,
.xyz…). Weak by themselves: honest firms live there too."""
