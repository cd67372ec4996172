"""What the programmes that come with Cairn propose to somebody who asks what would help most: work that comes by itself. Never a
case that is chosen, nor a child or a family that is asked, to fill a gap in a portfolio (programmes/README.md)."""
import glob
import json
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PERSON = r'(?:child|children|family|families|parent|parents|mother|father|carer|carers|young (?:person|people)|baby|teenager|sibling)'
CHOSEN = r'(?:case|cases|referral|referrals|allocation|' + PERSON + r')\b'
SOME = r'(?:\w+[\s-]+){0,4}?'
NEVER = (
    # to choose, find or be given one; what is written about, thought about or gone over has been there already
    re.compile(r'\b(?:choose|chooses|choosing|pick|picks|picking|select|selecting|find|finding|look for|looking for|seek|seeking|'
               r'take on|taking on|volunteer for|request|swap|be given|be allocated)\s+' + SOME + CHOSEN, re.I),
    re.compile(r'\bask(?:ing)?\s+(?:to (?:have|be given|take on)|for)\s+' + SOME + CHOSEN, re.I),
    # to ask a child or a family; that a family is asked first, and can say no, is another thing
    re.compile(r'\b(?:ask|asking|invite|inviting|get|persuade)\s+(?:a|an|the|one|your|some|another|this|that|any|two|three)?\s*' + PERSON + r'\b', re.I),
    re.compile(r'^\W*(?:a|an|the|one of|your|some|another)?\s*' + PERSON + r'\b', re.I),  # whom to ask
)


def said(programme):
    """Every text of `next` that people read, with its place."""
    for c in programme.get('next', {}).get('candidates', []):
        for key in ('say', 'ask'):
            yield '%s.%s' % (c['key'], key), c[key]
    for t in programme.get('next', {}).get('themes', []):
        yield '%s.say' % t['key'], t['say']
        yield '%s, as it is proposed' % t['key'], 'A reflection on ' + t['say']
        for key in t['with']:  # as it stands on the page
            say = next(c['say'] for c in programme['next']['candidates'] if c['key'] == key)
            yield '%s with %s' % (t['key'], key), '%s: %s' % (say, t['say'])


def amiss(text):
    return any(p.search(text) for p in NEVER)


class WhatNext(unittest.TestCase):
    def test_no_programme_says_to_choose_a_case_or_to_ask_a_child_or_a_family(self):
        seen = themes = 0
        for path in sorted(glob.glob(os.path.join(ROOT, 'programmes', '*.json'))):
            with open(path, encoding='utf-8') as f:
                programme = json.load(f)
            for place, text in said(programme):
                seen += 1
                themes += ', as it is proposed' in place
                self.assertFalse(amiss(text), '%s: %s: %s' % (os.path.basename(path), place, text))
        self.assertGreater(seen, 20)  # an empty list would prove nothing
        self.assertGreater(themes, 4)

    def test_what_must_never_be_said_is_told_from_what_may(self):
        for text in ('Choose a case with a court date', 'Pick a family you know well', 'Ask a child what they thought of you',
                     'Your supervisor, about finding a new case', 'Ask the family whether you may be observed', 'Take on a complex referral',
                     'Ask for a case of neglect', 'Ask to be given a child protection case', 'A child you work with', 'The family',
                     'Ask your team to swap cases', 'Invite a parent to write a few lines'):
            self.assertTrue(amiss(text), text)
        for text in ('Your supervisor, about what is coming. The family is asked first, and can say no',
                     'Reflect on how a child came to know you', 'Take what children have told you about who they are to supervision',
                     'Ask a professional you work with for a few lines', 'Write about a plan you made with a family, and what became of it'):
            self.assertFalse(amiss(text), text)


if __name__ == '__main__':
    unittest.main()
