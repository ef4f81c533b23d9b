package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"regexp"
)

// nextPage finds the next page in a Link header (RFC 8288).
var nextPage = regexp.MustCompile(`<([^>]*)>\s*;\s*rel="?next"?`)

// cursorOf returns the cursor of the page after an answer, nil after the last.
func cursorOf(answer http.Header) *string {
	for _, link := range answer.Values("Link") {
		m := nextPage.FindStringSubmatch(link)
		if m == nil {
			continue
		}
		if u, err := url.Parse(m[1]); err == nil {
			cursor := u.Query().Get("cursor")
			return &cursor
		}
	}
	return nil
}

// pages goes through a list, one page after the other. An error ends it.
func pages[T any](page func(cursor *string) (http.Header, *[]T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for cursor := (*string)(nil); ; {
			answer, list, err := page(cursor)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			if list != nil {
				for _, item := range *list {
					if !yield(item, nil) {
						return
					}
				}
			}
			if cursor = cursorOf(answer); cursor == nil {
				return
			}
		}
	}
}

// Polls are the polls that the token may know of, the newest first.
func (c *Client) Polls(ctx context.Context) iter.Seq2[Poll, error] {
	return pages(func(cursor *string) (http.Header, *[]Poll, error) {
		answer, err := c.ListPollsWithResponse(ctx, &ListPollsParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Units are all units.
func (c *Client) Units(ctx context.Context) iter.Seq2[Unit, error] {
	return pages(func(cursor *string) (http.Header, *[]Unit, error) {
		answer, err := c.ListUnitsWithResponse(ctx, &ListUnitsParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// PollUnits are the units that a poll is about.
func (c *Client) PollUnits(ctx context.Context, poll string) iter.Seq2[Unit, error] {
	return pages(func(cursor *string) (http.Header, *[]Unit, error) {
		answer, err := c.ListPollUnitsWithResponse(ctx, poll, &ListPollUnitsParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Questionnaires are all published versions.
func (c *Client) Questionnaires(ctx context.Context) iter.Seq2[QuestionnaireInfo, error] {
	return pages(func(cursor *string) (http.Header, *[]QuestionnaireInfo, error) {
		answer, err := c.ListQuestionnairesWithResponse(ctx, &ListQuestionnairesParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// CodeBatches are the batches of a poll's codes.
func (c *Client) CodeBatches(ctx context.Context, poll string) iter.Seq2[CodeBatch, error] {
	return pages(func(cursor *string) (http.Header, *[]CodeBatch, error) {
		answer, err := c.ListCodesWithResponse(ctx, poll, &ListCodesParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Flags are the rules that units meet, the worst first; of the parameters the
// cursor is set by this method.
func (c *Client) Flags(ctx context.Context, poll string, only ListFlagsParams) iter.Seq2[Flag, error] {
	return pages(func(cursor *string) (http.Header, *[]Flag, error) {
		only.Cursor = cursor
		answer, err := c.ListFlagsWithResponse(ctx, poll, &only)
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Findings are the problem list, the worst first; of the parameters the cursor
// is set by this method.
func (c *Client) Findings(ctx context.Context, poll string, only ListFindingsParams) iter.Seq2[Finding, error] {
	return pages(func(cursor *string) (http.Header, *[]Finding, error) {
		only.Cursor = cursor
		answer, err := c.ListFindingsWithResponse(ctx, poll, &only)
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Suggestions are what to do about the findings.
func (c *Client) Suggestions(ctx context.Context, poll string) iter.Seq2[Suggestion, error] {
	return pages(func(cursor *string) (http.Header, *[]Suggestion, error) {
		answer, err := c.ListSuggestionsWithResponse(ctx, poll, &ListSuggestionsParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Comments are the comments of the last release of comments; of the parameters
// the cursor is set by this method.
func (c *Client) Comments(ctx context.Context, poll string, only ListCommentsParams) iter.Seq2[Comment, error] {
	return pages(func(cursor *string) (http.Header, *[]Comment, error) {
		only.Cursor = cursor
		answer, err := c.ListCommentsWithResponse(ctx, poll, &only)
		if err != nil {
			return nil, nil, err
		}
		if answer.JSON200 == nil {
			return answer.HTTPResponse.Header, nil, nil
		}
		return answer.HTTPResponse.Header, &answer.JSON200.Comments, nil
	})
}

// Accounts are all accounts, by name.
func (c *Client) Accounts(ctx context.Context) iter.Seq2[Profile, error] {
	return pages(func(cursor *string) (http.Header, *[]Profile, error) {
		answer, err := c.ListAccountsWithResponse(ctx, &ListAccountsParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Tokens are the API tokens of whoever asks.
func (c *Client) Tokens(ctx context.Context) iter.Seq2[Token, error] {
	return pages(func(cursor *string) (http.Header, *[]Token, error) {
		answer, err := c.ListTokensWithResponse(ctx, &ListTokensParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Webhooks are all webhooks, as they were added.
func (c *Client) Webhooks(ctx context.Context) iter.Seq2[Webhook, error] {
	return pages(func(cursor *string) (http.Header, *[]Webhook, error) {
		answer, err := c.ListWebhooksWithResponse(ctx, &ListWebhooksParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Channels are all channels, as they were made.
func (c *Client) Channels(ctx context.Context) iter.Seq2[Channel, error] {
	return pages(func(cursor *string) (http.Header, *[]Channel, error) {
		answer, err := c.ListChannelsWithResponse(ctx, &ListChannelsParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Recipients are those whom a poll writes to.
func (c *Client) Recipients(ctx context.Context, poll string) iter.Seq2[Recipient, error] {
	return pages(func(cursor *string) (http.Header, *[]Recipient, error) {
		answer, err := c.ListRecipientsWithResponse(ctx, poll, &ListRecipientsParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Mailings are a poll's invitations and reminders, the latest first.
func (c *Client) Mailings(ctx context.Context, poll string) iter.Seq2[Mailing, error] {
	return pages(func(cursor *string) (http.Header, *[]Mailing, error) {
		answer, err := c.ListMailingsWithResponse(ctx, poll, &ListMailingsParams{Cursor: cursor})
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Audit is the log of administrative acts, the newest first; of the parameters the
// cursor is set by this method.
func (c *Client) Audit(ctx context.Context, only ListAuditParams) iter.Seq2[AuditEntry, error] {
	return pages(func(cursor *string) (http.Header, *[]AuditEntry, error) {
		only.Cursor = cursor
		answer, err := c.ListAuditWithResponse(ctx, &only)
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}

// Notifications is the log of messages, the newest first; of the parameters the
// cursor is set by this method.
func (c *Client) Notifications(ctx context.Context, only ListNotificationsParams) iter.Seq2[Notification, error] {
	return pages(func(cursor *string) (http.Header, *[]Notification, error) {
		only.Cursor = cursor
		answer, err := c.ListNotificationsWithResponse(ctx, &only)
		if err != nil {
			return nil, nil, err
		}
		return answer.HTTPResponse.Header, answer.JSON200, nil
	})
}
