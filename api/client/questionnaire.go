package client

import (
	"bytes"
	"context"
	"errors"
)

// PublishQuestionnaire publishes a questionnaire file (YAML) for good. The same
// file again is no error.
func (c *Client) PublishQuestionnaire(ctx context.Context, file []byte) (QuestionnaireInfo, error) {
	answer, err := c.PublishQuestionnaireWithBodyWithResponse(ctx, "application/yaml", bytes.NewReader(file))
	if err != nil {
		return QuestionnaireInfo{}, err
	}
	if answer.JSON201 == nil {
		return QuestionnaireInfo{}, errors.New("client: " + answer.Status() + " tells of no questionnaire")
	}
	return *answer.JSON201, nil
}
