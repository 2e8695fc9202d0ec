"""One question of each kind with rows or with typed words, as a training admin writes it, in both languages."""

MATCHING = "goodwill/questions/practice/who-helps.en.md"
ORDERING = "goodwill/questions/practice/big-claim.en.md"
CLASSIFICATION = "goodwill/questions/practice/sort-cases.en.md"
TEXT = "goodwill/questions/practice/who-signs.en.md"

TEXTS = {
    MATCHING: """\
---
id: goodwill.who-helps
kind: matching
objective: goodwill.decide
practice: request
---
You hold **GWC-1**. Who decides in which case?

- A credit of EUR 40 for our own fault => You
  > Up to EUR 50 the card gives it to you.
- A credit of EUR 70 for our own fault => The account owner
  > Above the limit.
- A change to the price list => The head of sales
  > A price is no credit.
- => {over} You, if the customer insists
  > Pressure changes no limit.
- => {under} Nobody: refuse
  > Somebody can always decide.

### Why

The card names who decides.
""",
    ORDERING: """\
---
id: goodwill.big-claim
kind: ordering
objective: goodwill.decide
practice: request
---
A customer wants EUR 70 back. In which order do you act?

1. Find out whose fault it is.
   > Without this the card says nothing.
2. Compare the sum with your limit.
   > Only then do you know who decides.
3. {late: over} Ask the account owner.
   > Before anything is promised.
4. {early: over, late: comm} Tell the customer what was decided.
   > A promise comes last.

### Why

Facts, limit, decision, message.
""",
    CLASSIFICATION: """\
---
id: goodwill.sort-cases
kind: classification
objective: goodwill.decide
practice: request
groups:
  inside: I decide
  ask: I ask first
  outside: Not my scope
---
You hold **GWC-1** (credits up to EUR 50). Sort the cases.

- [inside] {ask: under} EUR 30 for a late delivery of ours
  > Below the limit, and our fault.
- [ask] {inside: over} EUR 70 for a late delivery of ours
  > Above the limit.
- [outside] {inside: over, ask: comm} A lower price for next year
  > A price is no credit.
- [inside] EUR 50 for a wrong invoice of ours
  > The limit itself is still inside.

### Why

Sum and fault decide.
""",
    TEXT: """\
---
id: goodwill.who-signs
kind: text
objective: goodwill.decide
practice: request
---
Whom do you ask when a credit is above your limit?

= the account owner | owner of the account
= key account manager
~ /(the )?account (owner|holder)s?/
  > The card names this person under *beyond*.

- the customer {over}
  > Customers can't raise your limit.
- nobody | no one {under}
  > Somebody can always decide.

### Why

Every limit names who decides beyond it.
""",
}

GERMAN = {
    MATCHING: """\
---
id: goodwill.who-helps
---
Du hast **GWC-1**. Wer entscheidet in welchem Fall?

- Eine Gutschrift über 40 EUR für unseren Fehler => Du
  > Bis 50 EUR gibt dir die Karte das Recht.
- Eine Gutschrift über 70 EUR für unseren Fehler => Die Kundenverantwortliche
  > Über der Grenze.
- Eine Änderung der Preisliste => Die Vertriebsleitung
  > Ein Preis ist keine Gutschrift.
- => {over} Du, wenn der Kunde darauf besteht
  > Druck verschiebt keine Grenze.
- => {under} Niemand: ablehnen
  > Irgendjemand kann immer entscheiden.

### Warum

Die Karte sagt, wer entscheidet.
""",
    ORDERING: """\
---
id: goodwill.big-claim
---
Ein Kunde will 70 EUR zurück. In welcher Reihenfolge gehst du vor?

1. Herausfinden, wessen Fehler es war.
   > Ohne das sagt die Karte nichts.
2. Die Summe mit deiner Grenze vergleichen.
   > Erst dann weißt du, wer entscheidet.
3. {late: over} Die Kundenverantwortliche fragen.
   > Bevor etwas versprochen wird.
4. {early: over, late: comm} Dem Kunden sagen, was entschieden ist.
   > Das Versprechen kommt zuletzt.

### Warum

Tatsachen, Grenze, Entscheidung, Nachricht.
""",
    CLASSIFICATION: """\
---
id: goodwill.sort-cases
groups:
  inside: Ich entscheide
  ask: Ich frage vorher
  outside: Nicht mein Spielraum
---
Du hast **GWC-1** (Gutschriften bis 50 EUR). Sortiere die Fälle.

- [inside] {ask: under} 30 EUR für eine verspätete Lieferung von uns
  > Unter der Grenze, und unser Fehler.
- [ask] {inside: over} 70 EUR für eine verspätete Lieferung von uns
  > Über der Grenze.
- [outside] {inside: over, ask: comm} Ein niedrigerer Preis im nächsten Jahr
  > Ein Preis ist keine Gutschrift.
- [inside] 50 EUR für eine falsche Rechnung von uns
  > Die Grenze selbst gehört noch dazu.

### Warum

Summe und Fehler entscheiden.
""",
    TEXT: """\
---
id: goodwill.who-signs
---
Wen fragst du, wenn eine Gutschrift über deiner Grenze liegt?

= die Kundenverantwortliche | Kundenverantwortung
= Key-Account-Management
~ /kunden(verantwortliche[rn]?|betreuung)/
  > Die Karte nennt diese Person unter *darüber hinaus*.

- den Kunden {over}
  > Kunden können deine Grenze nicht anheben.
- niemanden {under}
  > Irgendjemand kann immer entscheiden.

### Warum

Jede Grenze sagt, wer darüber entscheidet.
""",
}
