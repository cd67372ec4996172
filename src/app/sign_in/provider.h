/* provider.h — signing in through another service (OpenID Connect), and linking an account there with one here.
 *
 * An account is linked by somebody who is signed in, or who accepts an invitation; the address that the service vouches for
 * must be the one Cairn knows them by, or the one that was invited. From then on it is found by issuer and subject, never by its address. Somebody whose
 * account is linked to nobody is told what to do, and not whether Cairn knows them.
 *
 * The worker remembers who went (a row, a cookie of that browser) and who came back (the code); a job in the prompt lane talks
 * to the service. The page between asks for itself again, without script.
 */
#ifndef APP_SIGN_IN_PROVIDER_H
#define APP_SIGN_IN_PROVIDER_H

#include "app/sign_in/sign_in.h"

handler_fn provider_go, provider_link, provider_unlink, provider_wait, provider_return;
extern const struct form provider_go_form;

/* Jobs: one exchange, or a first reading of a provider's document; and every hour the documents and keys of all. */
job_fn provider_exchange, providers_read;

#endif
