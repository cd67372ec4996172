"""made_programmes.py: programmes that nobody wrote. Each hangs together, from its seed, and differs from others in what acts depend on."""
import json
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PARTS = ('ecsw', 'practice_supervisor', 'practice_assessor')
AGREES = ('practice_supervisor', 'coordinator')


def scale(rng):
    return [{'key': 'step_%d' % n, 'label': 'Step %d' % n, 'anchor': 'What one sees at step %d.' % n} for n in range(1, rng.randint(2, 7) + 1)]


def pauses(rng):
    in_all = rng.randint(20, 250)
    return {'days_in_all': in_all, 'agreed': [{'key': 'kind-%d' % n, 'label': 'Kind %d' % n, 'by': rng.choice(AGREES), 'days': rng.randint(5, in_all)}
                                              for n in range(rng.randint(1, 5))]}


def extensions(rng):
    each = 7 * rng.randint(1, 26)
    return {'by': rng.choice(AGREES), 'count': rng.randint(1, 4), 'days': each, 'days_in_all': each + 7 * rng.randint(0, 30),
            'owed_days': 7 * rng.randint(1, 26), 'grounds': [{'key': 'ground-%d' % n, 'label': 'Ground %d' % n} for n in range(rng.randint(1, 4))]}


def decision(rng, kept):
    members = rng.randint(2, 3)
    return dict(kept, respond_days=rng.randint(5, 30), owed_days=rng.randint(5, 30), appeal_days=rng.randint(5, 60), members=members,
                quorum=rng.randint(2, members), moderate_one_in=rng.choice((0, 1)), required=[{'kind': 'direct_observation', 'count': rng.randint(2, 6)}])


def programme(rng, slug):
    with open(os.path.join(ROOT, 'programmes', 'swip-2025.json'), encoding='utf-8') as f:
        p = json.load(f)
    months = rng.randint(9, 30)
    reviews = sorted(rng.sample(range(3, months), rng.randint(1, 4))) + [months]
    p.update(slug=slug, name='Made up, %s' % slug, months=months, reviews=reviews, decision=decision(rng, p['decision']), pauses=pauses(rng),
             part_time=rng.choice(('in proportion', 'no change')))
    p['reviewing'].update(all_outcomes=sorted(set(rng.sample(reviews, rng.randint(1, len(reviews))))), parts=['ecsw'] + [r for r in PARTS[1:] if rng.random() < 0.7],
                          scale=scale(rng), prepare_days=rng.randint(7, 60), parts_days=rng.randint(1, 7), sign_days=rng.randint(1, 20))
    gap = min(b - a for a, b in zip([0] + reviews, reviews))  # months, between two windows a day is left
    p['calendar'].update(window_days=rng.randint(0, min(40, 13 * gap - 15)) if gap > 1 else 0, last_review_days=rng.randint(0, 14), funding=[m for m in (6, 12) if m <= months])
    for keyed in (p['calendar']['supervision'], p['support']['stages']):
        keyed[:] = [s for s in keyed if s['from_month'] < months]
    p.pop('extensions')
    if rng.random() < 0.85:
        p['extensions'] = extensions(rng)
    for key in ('after', 'may_vary'):  # the bounds of the last are those of the shipped stages
        if rng.random() < 0.5 or (key == 'may_vary' and months <= 12):
            p.pop(key)
    return p
