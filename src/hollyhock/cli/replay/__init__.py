"""`hollyhock replay`: recorded traffic again, under the same rules or others."""
