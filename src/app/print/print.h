/* print.h — copies on paper: a piece, the pieces of an outcome or a whole portfolio as a PDF, made by a job for whoever asked.
 *
 * What is in it is what its reader may read, asked of the same rules again while it is made; private reflections are only ever in
 * their owner's own copy, and only when they ask for it. It can be fetched for seven days by the person who asked, in the role
 * they asked in, as long as they may still read the portfolio. Once something in it has been held back or taken back, it can't be
 * fetched any more. Asking is an event in the ECSW's history.
 */
#ifndef APP_PRINT_PRINT_H
#define APP_PRINT_PRINT_H

#include "app/objects.h"
#include "web/jobs.h"

handler_fn print_list, print_create, print_piece_create, print_show, print_file;
extern const struct form print_form;

/* print_run — JOB_PRINT: makes the PDF. print_given_up — says that it could not. */
job_fn print_run, print_given_up;

#endif
