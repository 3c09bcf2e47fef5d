"""The words of an interview, in both languages."""

from __future__ import annotations

from nytta.engine.model.base import text

HOW = text(
    sv="Svara med numret eller ordet. ? förklarar frågan, - betyder vet ej, < går tillbaka, = visar och ändrar svaren, . sparar "
    "och lämnar.",
    en="Answer with the number or the word. ? explains the question, - means don't know, < goes back, = shows and changes the "
    "answers, . saves and leaves.",
)
KIND = text(sv="Vad för slags ärende är det?", en="What kind of case is it?")
STRATEGY = text(sv="Vilken strategi ska pröva ärendet?", en="Which strategy is to judge the case?")
DATE = text(
    sv="Vilket datum har ärendet (åååå-mm-dd)? Det avgör vilken utgåva som gäller. Retur: {today}.",
    en="Which date has the case (yyyy-mm-dd)? It decides which edition is in force. Enter: {today}.",
)
NO_DAY = text(sv="Det är inget datum som finns; skriv åååå-mm-dd.", en="That is no date that exists; write yyyy-mm-dd.")
NONE_IN_FORCE = text(
    sv="Ingen utgåva av {strategy} gäller {day}. Det finns: {periods}.",
    en="No edition of {strategy} is in force on {day}. There are: {periods}.",
)
TITLE = text(sv="Rubrik", en="Title")
BODY = text(sv="Organ som ska besluta", en="Body that is about to decide")
NEW_TITLE = text(sv="Vad gäller ärendet, i ord?", en="What is the case about, in words?")
WHICH_BODY = text(sv="Vilket organ ska besluta?", en="Which body is about to decide?")
ANSWER = text(sv="Svar: ", en="Answer: ")
NOT_KNOWN = text(sv="vet ej", en="don't know")
NO_NUMBER = text(sv="«{typed}» är inget av numren.", en="«{typed}» is none of the numbers.")
NO_ANSWER = text(
    sv="«{typed}» är inget av svaren. Skriv numret eller ordet.",
    en="«{typed}» is none of the answers. Type the number or the word.",
)
NOTHING_TYPED = text(sv="Skriv ett svar, eller - om ni inte vet.", en="Type an answer, or - if you do not know.")
WHICH_TO_CHANGE = text(sv="Vilket nummer ska ändras? Retur: inget.", en="Which number is to be changed? Enter: none.")
FORMER = text(
    sv="Filen hade annat än svar, till exempel kommentarer; den finns kvar som {file}.",
    en="The file had more than answers, such as comments; it is kept as {file}.",
)
CLOSE = text(
    sv="Retur avslutar, ett nummer ändrar, = visar svaren, < går tillbaka.",
    en="Enter ends, a number changes, = shows the answers, < goes back.",
)
SAVED = text(sv="Sparat i {file}", en="Saved in {file}")
GO_ON = text(sv="Fortsätt med:", en="Go on with:")
GOES_TO = text(sv="Svaren sparas efter hand i {file}.", en="The answers are saved in {file} as you go.")
NOT_SAVED = text(
    sv="Svaren kunde inte sparas ({why}). Här är ärendefilen:",
    en="The answers could not be saved ({why}). Here is the case file:",
)
NOTHING_TO_SAVE = text(sv="Inget är sparat: frågorna hade inte börjat.", en="Nothing is saved: the questions had not begun.")
MINUTES = text(sv="Text till protokollet:", en="Text for the minutes:")
POSSIBLE = text(sv="Ännu möjligt:", en="Still possible:")
SETTLED = text(sv="Inget svar kan ändra utfallet:", en="No answer can change the verdict:")
AS_IT_STANDS = text(sv="Som ärendet är beskrivet nu:", en="As the case is described now:")
LACKING = text(
    sv="Svar som inte ändrar utfallet men som ärendet behöver för att vara fullständigt: {count}. + ställer de frågorna.",
    en="Answers that do not change the verdict but that the case needs to be complete: {count}. + asks for them.",
)
BODY_MATTERS = text(
    sv=". Vilket organ det är kan ändra utfallet; = och 2 anger det.",
    en=". Which it is can change the verdict; = and 2 state it.",
)
NUMBER = text(sv="Fråga {number}.", en="Question {number}.")
NOW = text(sv="Nu:", en="Now:")
SEVERAL = text(sv="Flera går: skriv numren med komma, 0 för inget.", en="Several may do: numbers with commas, 0 for none.")
NEEDED_FOR = text(sv="Behövs för:", en="Needed for:")
LEADS_TO = text(sv="Svaren leder hit:", en="Where the answers lead:")
NO_DIFFERENCE = text(
    sv="Svaret avgör inget ensamt, bara tillsammans med andra.", en="The answer settles nothing alone, only with others."
)
NOT_KNOWN_YET = text(sv="Det ni inte vet kan ännu ändra utfallet:", en="What you do not know can still change the verdict:")
PRESUMED = text(
    sv="Det förutsätter det här. Skriv numret på det som inte stämmer.",
    en="That presupposes this. Type the number of what is not so.",
)
